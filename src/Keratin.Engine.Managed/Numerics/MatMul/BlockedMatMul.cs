using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A product cut into blocks that fit the caches: for a block of k, a panel of B stays in the first-level cache while
/// the rows of A pass by.
/// </summary>
internal static unsafe class BlockedMatMul<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>Up to this many rows B is read in place: packing it would cost more than it saves.</summary>
    private const int RowsWithoutPacking = 12;

    public static void Run(in MatMulArguments<T> arguments)
    {
        if (arguments.M <= 0 || arguments.N <= 0)
        {
            return;
        }

        if (arguments.PackedB != null)
        {
            Multiply(arguments);
            return;
        }

        bool inPlace = arguments.B.ColumnStride == 1 && arguments.M <= RowsWithoutPacking;
        nint columns = inPlace ? arguments.N % V.Count : arguments.N;
        if (columns == 0)
        {
            Multiply(arguments);
            return;
        }

        // In place only the last columns, too few for a whole register, need packing.
        using Scratch scratch = Scratch.Rent<T>(PackedMatrix<T>.Size(arguments.K, columns, V.Count * sizeof(T) * 8));
        T* packed = (T*)scratch.Pointer;
        Packing<V, T>.Pack(arguments.B.From(0, arguments.N - columns), arguments.K, columns, packed);
        MatMulArguments<T> rest = arguments;
        rest.PackedB = packed;
        if (inPlace)
        {
            MatMulArguments<T> whole = arguments;
            whole.N -= columns;
            Multiply(whole);
            rest.N = columns;
            rest.C += whole.N;
            rest.Epilogue = rest.Epilogue.From(whole.N);
        }

        Multiply(rest);
    }

    private static void Multiply(in MatMulArguments<T> arguments)
    {
        if (arguments.N <= 0)
        {
            return;
        }

        MatMulBlocks<V, T> blocks = new(arguments);
        WorkerPool.For(blocks.Count, 1, blocks);
    }
}
