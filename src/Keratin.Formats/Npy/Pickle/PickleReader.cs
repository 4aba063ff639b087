using System.Buffers.Binary;
using System.Text;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy.Pickle;

/// <summary>
/// Reads a Python pickle as data, never as the program that it is: of the machine's instructions those that NumPy needs for arrays in
/// dictionaries, and names of a short list. What would be called stands in the result as a <see cref="PickleCall"/>. Everything else is refused.
/// </summary>
/// <remarks>
/// Layout: Python's <c>pickletools</c> describes each instruction; NumPy writes protocol 3 (NumPy 1) and 4 (NumPy 2). Values are null, bool,
/// long, double, string, bytes (<see cref="ReadOnlyMemory{T}"/>), tuples (<c>object?[]</c>), <see cref="List{T}"/>, dictionaries by
/// string, <see cref="PickleGlobal"/> and <see cref="PickleCall"/>.
/// </remarks>
internal sealed class PickleReader(ByteSource source)
{
    // A variable takes some 80 instructions.
    private const int MaxInstructions = 1 << 21;
    private const string Place = "pickle";

    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private long _at;

    /// <summary>The object that the pickle describes.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or holds what arrays in dictionaries don't need.</exception>
    public object? Read()
    {
        for (int count = 0; count < MaxInstructions; count++)
        {
            long place = _at;
            byte code = Bytes(1)[0];
            if (code == '.') return Pop();
            if (!Scalar(code) && !Container(code) && !Memo(code) && !Object(code))
                throw source.Bad(At(place), $"instruction 0x{code:x2}", "those that NumPy needs for arrays; others are unsafe and refused");
        }
        throw source.Bad(Place, $"more than {MaxInstructions:N0} instructions", "as many as the variables of one layer need");
    }

    private bool Scalar(byte code)
    {
        switch (code)
        {
            case 0x80:
                if (Bytes(1)[0] is var protocol && protocol is < 2 or > 4) throw source.Bad(At(_at - 1), $"protocol {protocol}", "2, 3 or 4");
                return true;
            case 0x95: Bytes(8); return true;
            case (byte)'N': Push(null); return true;
            case 0x88: Push(true); return true;
            case 0x89: Push(false); return true;
            case (byte)'K': Push((long)Bytes(1)[0]); return true;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); return true;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))); return true;
            case 0x8a: Push(Integer(Bytes(Bytes(1)[0]))); return true;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); return true;
            case 0x8c: Push(Text(Bytes(1)[0])); return true;
            case (byte)'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); return true;
            case (byte)'C': Push(Data(Bytes(1)[0])); return true;
            case (byte)'B': Push(Data(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); return true;
            case 0x8e: Push(Data(BinaryPrimitives.ReadInt64LittleEndian(Bytes(8)))); return true;
            default: return false;
        }
    }

    private bool Container(byte code)
    {
        switch (code)
        {
            case (byte)'(': Push(Mark); return true;
            case (byte)')': Push(Array.Empty<object?>()); return true;
            case 0x85: Push(Take(1)); return true;
            case 0x86: Push(Take(2)); return true;
            case 0x87: Push(Take(3)); return true;
            case (byte)'t': Push(TakeToMark()); return true;
            // Sets occur only empty, as a list does just as well.
            case (byte)']' or 0x8f: Push(new List<object?>()); return true;
            case (byte)'a': Append(Take(1)); return true;
            case (byte)'e': Append(TakeToMark()); return true;
            case (byte)'}': Push(new Dictionary<string, object?>()); return true;
            case (byte)'s': SetItems(Take(2)); return true;
            case (byte)'u': SetItems(TakeToMark()); return true;
            default: return false;
        }
    }

    private bool Memo(byte code)
    {
        switch (code)
        {
            case 0x94: _memo[(uint)_memo.Count] = Peek(); return true;
            case (byte)'q': _memo[Bytes(1)[0]] = Peek(); return true;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Peek(); return true;
            case (byte)'h': Push(Remembered(Bytes(1)[0])); return true;
            case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); return true;
            default: return false;
        }
    }

    private bool Object(byte code)
    {
        switch (code)
        {
            case (byte)'c': Push(Global(Line(), Line())); return true;
            case 0x93:
                var names = Take(2);
                Push(Global(As<string>(names[0]), As<string>(names[1])));
                return true;
            // REDUCE calls a function, NEWOBJ a class.
            case (byte)'R' or 0x81:
                var call = Take(2);
                if (call[0] is not (PickleGlobal or PickleCall)) throw Unexpected(call[0], "something that is called");
                Push(new PickleCall(call[0]!, As<object?[]>(call[1])));
                return true;
            case (byte)'b':
                var state = Take(1)[0];
                As<PickleCall>(Peek()).State = state;
                return true;
            default: return false;
        }
    }

    private object Global(string module, string name) => PickleGlobals.Find(module, name)
        ?? throw source.Bad(At(_at), $"the name {module}.{name}", "names of NumPy's arrays and Keras's variables only: a pickle with others could run any program, so it is unsafe and refused");

    private void Append(object?[] items) => As<List<object?>>(Peek()).AddRange(items);

    private void SetItems(object?[] pairs)
    {
        var dictionary = As<Dictionary<string, object?>>(Peek());
        if (pairs.Length % 2 != 0) throw source.Bad(At(_at), "a key without a value", "pairs");
        for (int i = 0; i < pairs.Length; i += 2) dictionary[As<string>(pairs[i])] = pairs[i + 1];
    }

    private object? Remembered(uint number) =>
        _memo.TryGetValue(number, out object? value) ? value : throw source.Bad(At(_at), $"what was to be remembered as {number}", "something that was");

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw Short();

    private object? Pop() => Take(1)[0];

    private object?[] Take(int count) => _stack.Count >= count ? Cut(_stack.Count - count) : throw Short();

    private object?[] TakeToMark()
    {
        int mark = _stack.LastIndexOf(Mark);
        if (mark < 0) throw Short();
        var items = Cut(mark + 1);
        _stack.RemoveAt(mark);
        return items;
    }

    private object?[] Cut(int from)
    {
        var items = _stack[from..].ToArray();
        _stack.RemoveRange(from, items.Length);
        return Array.IndexOf(items, Mark) < 0 ? items : throw Short();
    }

    private ReadOnlySpan<byte> Bytes(long count)
    {
        var bytes = source.Span(_at, count, Place);
        _at += count;
        return bytes;
    }

    private ReadOnlyMemory<byte> Data(long count)
    {
        var bytes = source.Memory(_at, count, Place);
        _at += count;
        return bytes;
    }

    private string Text(long count) => Encoding.UTF8.GetString(Bytes(count));

    private string Line()
    {
        const int longest = 256;
        int length = source.Span(_at, Math.Min(longest, source.Length - _at), Place).IndexOf((byte)'\n');
        if (length < 0) throw source.Bad(At(_at), "a name without an end", $"at most {longest} bytes");
        string line = Text(length);
        _at++;
        return line;
    }

    // Little-endian, of any number of bytes, signed.
    private long Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long)) throw source.Bad(At(_at), $"a number of {bytes.Length} bytes", "at most 8");
        long value = bytes.Length > 0 && (sbyte)bytes[^1] < 0 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    private T As<T>(object? value) => value is T wanted ? wanted : throw Unexpected(value, typeof(T).Name);

    private ModelFormatException Unexpected(object? value, string expected) => source.Bad(At(_at), value?.GetType().Name ?? "None", expected);

    private ModelFormatException Short() => source.Bad(At(_at), "nothing on the stack", "what the instruction works on");

    private static string At(long place) => $"pickle, byte {place:N0}";
}
