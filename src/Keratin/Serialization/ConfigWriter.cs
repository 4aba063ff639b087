using System.Buffers.Text;
using System.Text;

namespace Keratin.Serialization;

/// <summary>How objects within a config are wrapped.</summary>
public enum ObjectForm
{
    /// <summary><c>module, class_name, config, registered_name</c>: Keras 3, and Keras 2 since 2.13.</summary>
    Full,

    /// <summary><c>class_name, config</c>: Keras 2 before 2.13, and layers in HDF5 files.</summary>
    Legacy,

    /// <summary>The outermost objects as <see cref="Legacy"/>, those within them as <see cref="Full"/>: HDF5 files of Keras 3.</summary>
    LegacyShell,
}

/// <summary>Writes a config as the JSON that Python's <c>json.dumps</c> would make of it, byte for byte.</summary>
/// <param name="dialect">The dialect to write.</param>
/// <param name="form">How objects within the config are wrapped.</param>
/// <param name="sharing">Whether an object that occurs twice is marked as one (Keras: <c>ObjectSharingScope</c>).</param>
public sealed partial class ConfigWriter(Dialect dialect, ObjectForm form = ObjectForm.Full, bool sharing = false)
{
    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>The dialect to write.</summary>
    public Dialect Dialect { get; } = dialect;

    /// <summary>How objects within the config are wrapped.</summary>
    public ObjectForm Form { get; } = form;

    /// <summary>What has been written so far, UTF-8.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Starts a dictionary.</summary>
    public void BeginObject() => Open((byte)'{');

    /// <summary>Ends a dictionary.</summary>
    public void EndObject() => Append((byte)'}');

    /// <summary>Starts a list.</summary>
    public void BeginList() => Open((byte)'[');

    /// <summary>Ends a list.</summary>
    public void EndList() => Append((byte)']');

    /// <summary>Writes a key, ASCII; its value comes next.</summary>
    public void Key(ReadOnlySpan<byte> key)
    {
        Separate();
        var space = Reserve(key.Length + 4);
        space[0] = (byte)'"';
        key.CopyTo(space[1..]);
        "\": "u8.CopyTo(space[(key.Length + 1)..]);
        _length += key.Length + 4;
    }

    /// <summary>Writes a key; its value comes next.</summary>
    public void Key(string key)
    {
        Value(key);
        Append((byte)':');
        Append((byte)' ');
    }

    /// <summary>Writes None.</summary>
    public void Null() => Raw("null"u8);

    /// <summary>Writes a bool.</summary>
    public void Value(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes an integer.</summary>
    public void Value(long value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, Reserve(PythonNumber.MaxLength), out int written);
        _length += written;
    }

    /// <summary>Writes a number as Python's <c>repr</c> does.</summary>
    public void Value(double value)
    {
        Separate();
        _length += PythonNumber.Format(value, Reserve(PythonNumber.MaxLength));
    }

    /// <summary>Writes a number with the shortest digits that give the same float32, so that 0.1f is 0.1.</summary>
    public void Value(float value) => Value(float.IsFinite(value) ? double.Parse(value.ToString("R")) : value);

    /// <summary>Writes a number that these dialects hold as float32: 0.001 becomes 0.0010000000474974513 there.</summary>
    public void Float32(double? value, Dialect dialects) =>
        Value((dialects & Dialect) != 0 ? (double?)(float?)value : value);

    /// <summary>Writes a string, with everything beyond ASCII escaped.</summary>
    public void Value(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        Separate();
        var space = Reserve(value.Length * 6 + 2);
        int at = 0;
        space[at++] = (byte)'"';
        foreach (char c in value)
        {
            if (c is >= ' ' and < '\x7f' and not ('"' or '\\'))
            {
                space[at++] = (byte)c;
            }
            else
            {
                at += Escape(c, space[at..]);
            }
        }

        space[at++] = (byte)'"';
        _length += at;
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(WrittenMemory.Span);

    private static int Escape(char c, Span<byte> output)
    {
        int i = "\"\\\n\r\t\b\f".IndexOf(c);
        output[0] = (byte)'\\';
        if (i >= 0)
        {
            output[1] = "\"\\nrtbf"u8[i];
            return 2;
        }

        if (c == '\x7f')
        {
            output[0] = (byte)c;
            return 1;
        }

        output[1] = (byte)'u';
        Utf8Formatter.TryFormat((int)c, output[2..], out _, new System.Buffers.StandardFormat('x', 4));
        return 6;
    }

    private void Open(byte bracket)
    {
        Separate();
        Append(bracket);
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        Separate();
        text.CopyTo(Reserve(text.Length));
        _length += text.Length;
    }

    /// <summary>Puts a comma unless this is the first item, or the value of a key: those follow a bracket or a space.</summary>
    private void Separate()
    {
        if (_length > 0 && _buffer[_length - 1] is not ((byte)'{' or (byte)'[' or (byte)' '))
        {
            Append((byte)',');
            Append((byte)' ');
        }
    }

    private void Append(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + size));
        }

        return _buffer.AsSpan(_length);
    }
}
