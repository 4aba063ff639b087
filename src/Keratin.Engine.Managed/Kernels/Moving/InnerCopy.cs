using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>The innermost loop or two of a <see cref="StridedCopy"/>: a run of bytes, a row of spaced elements, or a transposed matrix.</summary>
internal abstract unsafe class InnerCopy(nint length, nint bytes)
{
    /// <summary>Copies nothing.</summary>
    public static InnerCopy Nothing { get; } = new RunCopy(0);

    /// <summary>How far the first of its loops goes; <see cref="Run"/> takes any part of it.</summary>
    public nint Length { get; } = length;

    /// <summary>How many bytes it copies.</summary>
    public nint Bytes { get; } = bytes;

    /// <summary>Copies the part from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public abstract void Run(byte* source, byte* target, nint start, nint end);

    /// <summary>Takes the loops that it can do best off the end of a list.</summary>
    public static InnerCopy Take(List<StridedCopy.Loop> loops, int elementSize)
    {
        nint unit = elementSize;
        if (loops.Count == 0 || (loops[^1].Source == unit && loops[^1].Target == unit))
        {
            if (loops.Count > 0)
            {
                unit *= loops[^1].Count;
                loops.RemoveAt(loops.Count - 1);
            }
            // A short run is one wider element.
            if (loops.Count == 0 || unit is not (1 or 2 or 4 or 8 or 16)) return new RunCopy(unit);
        }
        return unit switch
        {
            1 => Take<byte>(loops),
            2 => Take<ushort>(loops),
            4 => Take<uint>(loops),
            8 => Take<ulong>(loops),
            16 => Take<UInt128>(loops),
            _ => throw new ArgumentException($"No dtype has elements of {elementSize} bytes.", nameof(elementSize)),
        };
    }

    private static InnerCopy Take<T>(List<StridedCopy.Loop> loops) where T : unmanaged
    {
        var row = loops[^1];
        loops.RemoveAt(loops.Count - 1);
        if (row.Target == sizeof(T) && row.Source != 0)
            for (int i = loops.Count - 1; i >= 0; i--)
                if (loops[i].Source == sizeof(T))
                {
                    var column = loops[i];
                    loops.RemoveAt(i);
                    return new TransposingCopy<T>(column, row);
                }
        return new SpacedCopy<T>(row);
    }

    private sealed class RunCopy(nint bytes) : InnerCopy(bytes, bytes)
    {
        public override void Run(byte* source, byte* target, nint start, nint end) =>
            Buffer.MemoryCopy(source + start, target + start, end - start, end - start);
    }

    private sealed class SpacedCopy<T>(StridedCopy.Loop row) : InnerCopy(row.Count, row.Count * sizeof(T)) where T : unmanaged
    {
        public override void Run(byte* source, byte* target, nint start, nint end)
        {
            nint from = row.Source, to = row.Target;
            source += start * from;
            target += start * to;
            if (from == 0 && to == sizeof(T))
            {
                new Span<T>(target, checked((int)(end - start))).Fill(*(T*)source);
                return;
            }
            for (nint i = start; i < end; i++, source += from, target += to) *(T*)target = *(T*)source;
        }
    }

    /// <summary>Source rows lie where target columns do: done in square tiles, so that both stay in the cache.</summary>
    private sealed class TransposingCopy<T>(StridedCopy.Loop column, StridedCopy.Loop row) : InnerCopy(column.Count, column.Count * row.Count * sizeof(T)) where T : unmanaged
    {
        private const int Tile = 16;

        public override void Run(byte* source, byte* target, nint start, nint end)
        {
            for (nint i = start; i < end; i += Tile)
                for (nint j = 0; j < row.Count; j += Tile)
                    Block(source + i * sizeof(T) + j * row.Source, target + i * column.Target + j * sizeof(T), (int)Math.Min(Tile, end - i), (int)Math.Min(Tile, row.Count - j));
        }

        private void Block(byte* source, byte* target, int columns, int rows)
        {
            nint from = row.Source, to = column.Target;
            for (int i = 0; i < columns; i++)
            {
                T* s = (T*)source + i;
                T* t = (T*)(target + i * to);
                int j = 0;
                for (; j <= rows - 4; j += 4)
                {
                    t[j] = *s;
                    t[j + 1] = *Step(s, from);
                    t[j + 2] = *Step(s, 2 * from);
                    t[j + 3] = *Step(s, 3 * from);
                    s = Step(s, 4 * from);
                }
                for (; j < rows; j++, s = Step(s, from)) t[j] = *s;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T* Step(T* pointer, nint bytes) => (T*)((byte*)pointer + bytes);
    }
}
