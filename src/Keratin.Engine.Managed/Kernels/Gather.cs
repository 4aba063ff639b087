using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>GatherV2: takes <c>params[…, indices[…], …]</c> along one axis, for each of the leading batch axes by itself.</summary>
internal static unsafe class Gather
{
    private const long GrainBytes = 64 * 1024;

    public static KernelBody Bind(KernelBinding binding, int axis, long batchDims)
    {
        binding.CheckVariable(binding.Outputs[0].DType);
        Shape source = binding.Inputs[0].Shape, indices = binding.Inputs[1].Shape;
        int batch = Moves.Axis(batchDims, indices.Rank);
        if (batchDims == 0) batch = 0;
        var layout = new Layout(
            Batch: source[..batch].ElementCount, Outer: source[batch..axis].ElementCount, Choices: source[axis], Indices: indices[batch..].ElementCount,
            RowBytes: source[(axis + 1)..].ElementCount * binding.Size());
        long rows = layout.Batch * layout.Outer * layout.Indices;
        int grain = (int)Math.Clamp(GrainBytes / Math.Max(layout.RowBytes, 1), 1, int.MaxValue);
        if (rows > int.MaxValue) throw binding.Error($"{rows} rows are too many to gather at once.");
        var read = IndexReader.For(binding.Inputs[1].DType);
        return (in KernelArgs args) =>
        {
            var body = new Rows(layout, args.In<byte>(0), args.In<byte>(1), args.Out<byte>(0), read, binding);
            WorkerPool.For((int)rows, grain, body);
        };
    }

    private readonly record struct Layout(long Batch, long Outer, long Choices, long Indices, long RowBytes);

    private readonly struct Rows(Layout layout, byte* source, byte* indices, byte* target, delegate*<byte*, long, long> read, KernelBinding binding) : IParallelBody
    {
        public void Run(int start, int end)
        {
            switch (layout.RowBytes)
            {
                case 4: Copy<uint>(start, end); break;
                case 8: Copy<ulong>(start, end); break;
                case 0: break;
                default: Copy(start, end); break;
            }
        }

        private void Copy(int start, int end)
        {
            long bytes = layout.RowBytes;
            for (long row = start; row < end; row++) Buffer.MemoryCopy(source + Place(row) * bytes, target + row * bytes, bytes, bytes);
        }

        private void Copy<T>(int start, int end) where T : unmanaged
        {
            for (long row = start; row < end; row++) ((T*)target)[row] = ((T*)source)[Place(row)];
        }

        // A row of the result is number (batch, outer, index); it comes from row (batch, outer, indices[batch, index]).
        private long Place(long row)
        {
            long outer = row / layout.Indices, batch = outer / layout.Outer, at = row % layout.Indices;
            long index = read(indices, batch * layout.Indices + at);
            if ((ulong)index >= (ulong)layout.Choices) throw binding.Error($"index {index} (number {batch * layout.Indices + at}) is not within 0 … {layout.Choices - 1}.");
            return outer * layout.Choices + index;
        }
    }
}
