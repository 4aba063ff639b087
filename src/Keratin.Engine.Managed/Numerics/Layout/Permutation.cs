using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Reorders the axes of an array, as TensorFlow's Transpose: axis i of the result is axis permutation[i] of the source.</summary>
internal static unsafe class Permutation
{
    private const int MaxAxes = 16;
    private const nint Grain = 1 << 14;

    /// <summary>Numbers of 1, 2, 4, 8 or 16 bytes; at most 16 axes.</summary>
    public static void Run(void* source, ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation, void* target, int elementSize)
    {
        switch (elementSize)
        {
            case 1: Run((byte*)source, shape, permutation, (byte*)target); break;
            case 2: Run((ushort*)source, shape, permutation, (ushort*)target); break;
            case 4: Run((uint*)source, shape, permutation, (uint*)target); break;
            case 8: Run((ulong*)source, shape, permutation, (ulong*)target); break;
            case 16: Run((UInt128*)source, shape, permutation, (UInt128*)target); break;
            default: throw new ArgumentOutOfRangeException(nameof(elementSize), elementSize, "Elements have 1, 2, 4, 8 or 16 bytes.");
        }
    }

    /// <inheritdoc cref="Run(void*, ReadOnlySpan{int}, ReadOnlySpan{int}, void*, int)"/>
    public static void Run<T>(T* source, ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation, T* target)
        where T : unmanaged
    {
        nint* lengths = stackalloc nint[MaxAxes];
        nint* strides = stackalloc nint[MaxAxes];
        int axes = Simplify(shape, permutation, lengths, strides);
        nint count = 1;
        for (int i = 0; i < axes; i++)
        {
            count *= lengths[i];
        }

        if (count == 0)
        {
            return;
        }

        // The innermost axis of the source, moved outwards, makes with the innermost axis of the result a matrix to transpose.
        int inner = axes - 1, moved = inner;
        while (moved > 0 && strides[moved] != 1)
        {
            moved--;
        }

        Planes<T> planes = new() { Source = source, Target = target, Axes = axes, Lengths = lengths, Strides = strides, Inner = inner, Moved = moved };
        nint plane = lengths[inner] * (moved == inner ? 1 : lengths[moved]);
        WorkerPool.For(checked((int)(count / plane)), (int)Math.Max(1, Grain / plane), planes);
    }

    /// <summary>The axes of the result with their strides in the source; axes of length 1 are dropped, neighbours that stay together joined.</summary>
    private static int Simplify(ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation, nint* lengths, nint* strides)
    {
        if (shape.Length > MaxAxes)
        {
            throw new ArgumentOutOfRangeException(nameof(shape), shape.Length, $"At most {MaxAxes} axes can be permuted.");
        }

        int axes = 0;
        foreach (int axis in permutation)
        {
            nint stride = 1;
            for (int i = axis + 1; i < shape.Length; i++)
            {
                stride *= shape[i];
            }

            if (shape[axis] == 1)
            {
                continue;
            }

            if (axes > 0 && strides[axes - 1] == stride * shape[axis])
            {
                lengths[axes - 1] *= shape[axis];
                strides[axes - 1] = stride;
                continue;
            }

            lengths[axes] = shape[axis];
            strides[axes++] = stride;
        }

        if (axes == 0)
        {
            (lengths[0], strides[0]) = (1, 1);
            axes = 1;
        }

        return axes;
    }

    private struct Planes<T> : IParallelBody
        where T : unmanaged
    {
        public T* Source;
        public T* Target;
        public int Axes;
        public nint* Lengths;
        public nint* Strides;
        public int Inner;
        public int Moved;

        public readonly void Run(int start, int end)
        {
            for (nint plane = start; plane < end; plane++)
            {
                nint from = 0, to = 0, rest = plane, stride = 1, targetStride = 1;
                for (int axis = Axes - 1; axis >= 0; axis--)
                {
                    if (axis == Moved && axis != Inner)
                    {
                        targetStride = stride;
                    }
                    else if (axis != Inner)
                    {
                        nint index = rest % Lengths[axis];
                        rest /= Lengths[axis];
                        from += index * Strides[axis];
                        to += index * stride;
                    }

                    stride *= Lengths[axis];
                }

                Copy(Source + from, Target + to, targetStride);
            }
        }

        private readonly void Copy(T* source, T* target, nint targetStride)
        {
            nint count = Lengths[Inner], step = Strides[Inner];
            if (Moved != Inner)
            {
                Transpose.Run(source, step, count, Lengths[Moved], target, targetStride);
            }
            else if (step == 1)
            {
                Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
            }
            else
            {
                for (nint i = 0; i < count; i++)
                {
                    target[i] = source[i * step];
                }
            }
        }
    }
}
