using Keratin.Engines.Managed.Threading;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Lets kernels for images with the channels last serve images with the channels first.</summary>
internal static unsafe class ChannelsLast
{
    private const int Tile = 16;

    /// <summary>Binds a kernel whose <paramref name="images"/> (inputs) and output 0, if <paramref name="result"/>, are images of a layout.</summary>
    public static KernelBody Bind(KernelBinding binding, ImageLayout layout, ReadOnlySpan<int> images, bool result, KernelFactory factory)
    {
        if (layout.ChannelsLast) return factory(binding);
        var copies = new OperandCopies(binding);
        foreach (int input in images)
        {
            var (shape, dtype) = (binding.Inputs[input].Shape, binding.Inputs[input].DType);
            copies.Input(input, new(dtype, Moved(shape)), Transposition(dtype, shape[0], shape[1], shape[2..].ElementCount));
        }
        if (result)
        {
            var (shape, dtype) = (binding.Outputs[0].Shape, binding.Outputs[0].DType);
            copies.Output(0, new(dtype, Moved(shape)), Transposition(dtype, shape[0], shape[2..].ElementCount, shape[1]));
        }
        return copies.Bind(factory);
    }

    private static Shape Moved(Shape shape) => [shape[0], .. shape.Dims[2..], shape[1]];

    /// <summary>Transposes each of a batch of matrices.</summary>
    private static OperandCopy Transposition(DType dtype, long batch, long rows, long columns)
    {
        int strips = checked((int)(batch * ((rows + Tile - 1) / Tile)));
        int grain = (int)Math.Max(1, 4096 / Math.Max(1, columns * Tile));
        return dtype.Size() switch
        {
            4 => (source, target) => WorkerPool.For(strips, grain, new Body<uint>((uint*)source, (uint*)target, (nint)rows, (nint)columns)),
            8 => (source, target) => WorkerPool.For(strips, grain, new Body<ulong>((ulong*)source, (ulong*)target, (nint)rows, (nint)columns)),
            2 => (source, target) => WorkerPool.For(strips, grain, new Body<ushort>((ushort*)source, (ushort*)target, (nint)rows, (nint)columns)),
            _ => (source, target) => WorkerPool.For(strips, grain, new Body<byte>((byte*)source, (byte*)target, (nint)rows, (nint)columns)),
        };
    }

    /// <summary>An item is a strip of <see cref="Tile"/> rows of one matrix.</summary>
    private readonly struct Body<T>(T* source, T* target, nint rows, nint columns) : IParallelBody where T : unmanaged
    {
        private readonly T* source = source;
        private readonly T* target = target;

        public void Run(int start, int end)
        {
            nint strips = (rows + Tile - 1) / Tile;
            for (nint i = start; i < end; i++)
            {
                nint matrix = i / strips * rows * columns, first = i % strips * Tile, last = Math.Min(first + Tile, rows);
                for (nint column = 0; column < columns; column += Tile)
                    for (nint c = column; c < Math.Min(column + Tile, columns); c++)
                        for (nint r = first; r < last; r++) target[matrix + c * rows + r] = source[matrix + r * columns + c];
            }
        }
    }
}
