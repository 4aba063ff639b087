using System.Runtime.CompilerServices;

namespace Keratin.Serialization;

/// <content>Keras objects (Keras: <c>serialize_keras_object</c>).</content>
public sealed partial class ConfigWriter
{
    private readonly Dictionary<KerasObject, int>? _seen = sharing ? new(ReferenceEqualityComparer.Instance) : null;
    private readonly List<(int Position, int Id)> _marks = [];
    private int _depth;

    /// <summary>Writes an object in its serialised form, or None.</summary>
    /// <param name="value">The object.</param>
    /// <param name="form">How it is wrapped, where that differs from <see cref="Form"/>; objects within it keep <see cref="Form"/>.</param>
    /// <param name="more">Writes further keys beside the config.</param>
    /// <exception cref="KerasConfigException">The object's class is unknown to Keras.</exception>
    public void Object(KerasObject? value, ObjectForm? form = null, Action<ConfigWriter>? more = null)
    {
        if (value is null)
        {
            Null();
            return;
        }

        value = value.In(Dialect);
        var kerasClass = value.Class ?? throw new KerasConfigException(
            "", $"{value.GetType().Name} has no config", $"Make it partial and mark it with [KerasObject(\"{value.GetType().Name}\")], its settings with [Config].");
        bool isFull = (form ?? Form) switch
        {
            ObjectForm.Full => true,
            ObjectForm.LegacyShell => _depth > 0,
            _ => false,
        };
        BeginObject();
        if (isFull)
        {
            Key("module"u8);
            Value(kerasClass.ModuleIn(Dialect));
        }

        string name = kerasClass.NameIn(Dialect);
        Key("class_name"u8);
        Value(isFull ? name : LegacyName(kerasClass, name));
        Key("config"u8);
        BeginObject();
        _depth++;
        value.WriteConfig(this);
        _depth--;
        EndObject();
        if (isFull)
        {
            Key("registered_name"u8);
            Value(kerasClass.Package is not null ? kerasClass.RegisteredName : kerasClass.Unexported ? name : null);
            Section("build_config"u8, value.WriteBuildConfig);
            Section("compile_config"u8, value.WriteCompileConfig);
        }

        more?.Invoke(this);
        Mark(value);
        EndObject();
    }

    /// <summary>
    /// Finishes: objects that occurred more than once get their <c>shared_object_id</c>. It can only be put in now, since an
    /// object's first occurrence doesn't know of the next.
    /// </summary>
    public ReadOnlyMemory<byte> Finish()
    {
        if (_seen is null || _seen.Count == _marks.Count)
        {
            return WrittenMemory;
        }

        var counts = new int[_seen.Count];
        foreach (var (_, id) in _marks)
        {
            counts[id]++;
        }

        var result = new ConfigWriter(Dialect) { _buffer = new byte[_length + _marks.Count * 40] };
        int from = 0;
        foreach (var (position, id) in _marks)
        {
            if (counts[id] > 1)
            {
                result.Append(_buffer.AsSpan(from, position - from));
                result.Key("shared_object_id"u8);
                result.Value(id);
                from = position;
            }
        }

        result.Append(_buffer.AsSpan(from, _length - from));
        return result.WrittenMemory;
    }

    private string LegacyName(KerasClass kerasClass, string name) =>
        (kerasClass.Package ?? (Dialect == Dialect.Keras2 ? kerasClass.LegacyPackage : null)) is { Length: > 0 } package ? $"{package}>{name}" : name;

    /// <summary>Writes a dictionary under a key, unless it says that there is nothing to write.</summary>
    private void Section(ReadOnlySpan<byte> key, Func<ConfigWriter, bool> write)
    {
        int start = _length;
        Key(key);
        BeginObject();
        if (write(this))
        {
            EndObject();
        }
        else
        {
            _length = start;
        }
    }

    private void Mark(KerasObject value)
    {
        if (_seen is not null && value.IsShareable)
        {
            if (!_seen.TryGetValue(value, out int id))
            {
                _seen.Add(value, id = _seen.Count);
            }

            _marks.Add((_length, id));
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        _length += text.Length;
    }
}
