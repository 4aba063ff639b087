using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// UnicodeScript: the script of each code point, by ICU's numbers, -1 for what is no code point. The table is a resource of runs from
/// code point 0 on: how many code points (in groups of 7 bits, lowest first), and their script plus 1.
/// </summary>
internal static class UnicodeScripts
{
    private static readonly Lazy<(int[] Starts, short[] Scripts)> Table = new(Load);

    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        var points = inputs[0].AsSpan<int>();
        var scripts = new int[points.Length];
        for (int i = 0; i < scripts.Length; i++) scripts[i] = Of(points[i]);
        return [Tensor.From(scripts, inputs[0].Shape)];
    }

    private static int Of(int point)
    {
        if (point is < 0 or > 0x10FFFF) return -1;
        var (starts, scripts) = Table.Value;
        int found = Array.BinarySearch(starts, point);
        return scripts[found >= 0 ? found : ~found - 1];
    }

    private static (int[], short[]) Load()
    {
        using var stream = typeof(UnicodeScripts).Assembly.GetManifestResourceStream("UnicodeScripts.bin")!;
        List<int> starts = [];
        List<short> scripts = [];
        int start = 0;
        while (stream.ReadByte() is >= 0 and var next)
        {
            int count = next & 0x7F;
            for (int shift = 7; next >= 0x80; shift += 7) count |= ((next = stream.ReadByte()) & 0x7F) << shift;
            starts.Add(start);
            scripts.Add((short)(stream.ReadByte() - 1));
            start += count;
        }
        return (starts.ToArray(), scripts.ToArray());
    }
}
