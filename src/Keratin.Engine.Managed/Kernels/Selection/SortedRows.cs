namespace Keratin.Engines.Managed.Kernels;

/// <summary>NthElement: the n-th smallest (or largest) element of each row.</summary>
internal readonly unsafe struct NthElement : INumberAction<KernelBinding, KernelBody>
{
    public KernelBody Run<T>(KernelBinding binding) where T : unmanaged, IComparable<T>, IEquatable<T>
    {
        var input = binding.Inputs[0].Shape;
        int columns = checked((int)input[^1]);
        long rows = input[..^1].ElementCount;
        bool largest = binding.Attrs.Bool("reverse");
        binding.ScratchBytes = (nuint)columns * (nuint)sizeof(T);
        return (in KernelArgs args) =>
        {
            int n = *args.In<int>(1);
            if ((uint)n >= (uint)columns) throw binding.Error($"n = {n} is not within 0 … {columns - 1}.");
            var sorted = new Span<T>(args.Scratch, columns);
            for (long row = 0; row < rows; row++)
            {
                new ReadOnlySpan<T>(args.In<T>(0) + row * columns, columns).CopyTo(sorted);
                sorted.Sort();
                args.Out<T>(0)[row] = sorted[largest ? columns - 1 - n : n];
            }
        };
    }
}

/// <summary>LowerBound: before which element of a sorted row each value belongs, in front of its equals.</summary>
internal readonly struct LowerBound : INumberAction<KernelBinding, KernelBody>
{
    public KernelBody Run<T>(KernelBinding binding) where T : unmanaged, IComparable<T>, IEquatable<T> => Bounds.Bind<T>(binding, afterEquals: false);
}

/// <summary>UpperBound: as <see cref="LowerBound"/>, behind its equals.</summary>
internal readonly struct UpperBound : INumberAction<KernelBinding, KernelBody>
{
    public KernelBody Run<T>(KernelBinding binding) where T : unmanaged, IComparable<T>, IEquatable<T> => Bounds.Bind<T>(binding, afterEquals: true);
}

internal static unsafe class Bounds
{
    public static KernelBody Bind<T>(KernelBinding binding, bool afterEquals) where T : unmanaged, IComparable<T>
    {
        Shape sorted = binding.Inputs[0].Shape, values = binding.Inputs[1].Shape;
        long rows = values[0], columns = values[1], length = sorted[1];
        bool wide = binding.IsWide(binding.Outputs[0].DType);
        return (in KernelArgs args) =>
        {
            for (long i = 0; i < rows * columns; i++)
            {
                T* row = args.In<T>(0) + i / columns * length;
                long place = Find(row, length, args.In<T>(1)[i], afterEquals);
                if (wide) args.Out<long>(0)[i] = place; else args.Out<int>(0)[i] = (int)place;
            }
        };
    }

    private static long Find<T>(T* row, long length, T value, bool afterEquals) where T : unmanaged, IComparable<T>
    {
        long low = 0, high = length;
        while (low < high)
        {
            long middle = low + (high - low) / 2;
            int order = row[middle].CompareTo(value);
            if (order < 0 || (afterEquals && order == 0)) low = middle + 1; else high = middle;
        }
        return low;
    }
}
