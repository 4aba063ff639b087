using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Substr: a part of each string, counted in bytes or in UTF-8 characters; a negative position counts from the end.</summary>
internal static class Substrings
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        EagerTensor text = inputs[0], positions = inputs[1], lengths = inputs[2];
        if (positions.Shape != lengths.Shape) throw new OpException(operation, $"pos of shape {positions.Shape} and len of shape {lengths.Shape} must have the same shape.");
        var output = EagerExecution.OutputSpecs(operation, inputs)[0].Shape;
        var broadcast = Broadcast.Of([text.Shape, positions.Shape], output, [1, 1], message => new OpException(operation, message));
        long[] pos = positions.WholeNumbers(), len = lengths.WholeNumbers();
        bool characters = Text.CountsCharacters(operation);
        var parts = new byte[output.ElementCount][];
        for (int i = 0; i < parts.Length; i++)
        {
            long run = i / broadcast.Inner, offset = i % broadcast.Inner, at = broadcast.Offset(1, run, offset);
            byte[] whole = (byte[])text.Objects[(int)broadcast.Offset(0, run, offset)];
            parts[i] = Part(whole, pos[at], len[at], characters) ?? throw new OpException(operation, $"pos {pos[at]} is out of range for string number {i}.");
        }
        return [Text.Of(output, parts)];
    }

    private static byte[]? Part(byte[] whole, long position, long length, bool characters)
    {
        if (!characters) return Range(whole.Length, position, length) is (int first, int last) ? whole[first..last] : null;
        var starts = new List<int>();
        for (int at = 0; at < whole.Length; at += Text.CharacterLength(whole.AsSpan(at))) starts.Add(at);
        if (Range(starts.Count, position, length) is not (int start, int end)) return null;
        starts.Add(whole.Length);
        return whole[starts[start]..starts[end]];
    }

    private static (int First, int Last)? Range(int count, long position, long length)
    {
        if (position < -count || position > count) return null;
        int first = (int)(position < 0 ? position + count : position);
        return (first, (int)Math.Min(count, first + Math.Clamp(length, 0, count)));
    }
}
