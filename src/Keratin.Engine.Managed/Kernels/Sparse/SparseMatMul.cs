namespace Keratin.Engines.Managed.Kernels;

/// <summary>SparseTensorDenseMatMul: each entry (i, j) of the sparse matrix adds its multiple of row j to row i.</summary>
internal static unsafe class SparseMatMul
{
    public static KernelBody Bind(KernelBinding binding)
    {
        var output = binding.Outputs[0];
        Shape b = binding.Inputs[3].Shape;
        bool adjointA = binding.Attrs.Bool("adjoint_a"), adjointB = binding.Attrs.Bool("adjoint_b");
        long entries = binding.Inputs[1].Shape[0], rows = output.Shape[0], columns = output.Shape[1], inner = b[adjointB ? 1 : 0];
        int size = output.DType.Size();
        Combiner multiply = Combiner.Of(binding, "Mul", output.DType), add = Combiner.Of(binding, "Add", output.DType);
        var clear = new FillCode(output.DType, 0, output.Shape.ElementCount);
        var read = IndexReader.For(binding.Inputs[0].DType);
        var transpose = adjointB ? StridedCopy.Create(size, [inner, columns], [1, inner], [columns, 1]) : null;
        long rowBytes = columns * size;
        binding.ScratchBytes = checked((nuint)(rowBytes + 16 + (adjointB ? inner * rowBytes : 0)));
        return (in KernelArgs args) =>
        {
            byte* row = args.Scratch, value = row + rowBytes, dense = args.In<byte>(3), target = args.Out<byte>(0);
            if (transpose is not null)
            {
                transpose.Run(dense, value + 16);
                dense = value + 16;
                Conjugation.Run(dense, output.DType, inner * columns);
            }
            clear.Run(target);
            for (long i = 0; i < entries; i++)
            {
                long first = read(args.In<byte>(0), 2 * i), second = read(args.In<byte>(0), 2 * i + 1);
                var (to, from) = adjointA ? (second, first) : (first, second);
                if ((ulong)to >= (ulong)rows || (ulong)from >= (ulong)inner) throw binding.Error($"index ({first}, {second}) of entry {i} lies outside of the sparse matrix.");
                Buffer.MemoryCopy(args.In<byte>(1) + i * size, value, size, size);
                if (adjointA) Conjugation.Run(value, output.DType, 1);
                Buffer.MemoryCopy(dense + from * rowBytes, row, rowBytes, rowBytes);
                multiply.Run(row, value, (nint)columns, single: true);
                add.Run(target + to * rowBytes, row, (nint)columns);
            }
        };
    }
}
