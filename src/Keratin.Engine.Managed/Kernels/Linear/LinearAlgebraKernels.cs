using System.Numerics;
using Keratin.Engines.Managed.Kernels.Linear;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Decompositions of matrices, and what is solved by them; all in double precision.</summary>
internal static unsafe class LinearAlgebraKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Cholesky" => Of(static b => BatchedMatrices.Bind(b, new Cholesky())),
        "CholeskyGrad" => Of(static b => BatchedMatrices.Bind(b, new CholeskyGradient())),
        "MatrixTriangularSolve" => Of(static b => TriangularSolve(b, new(b.Attrs.Bool("lower"), b.Attrs.Bool("adjoint")))),
        "MatrixSolve" => Of(static b => BatchedMatrices.Bind(b, new Solve(b.Attrs.Bool("adjoint"), inverse: false))),
        "MatrixInverse" => Of(static b => BatchedMatrices.Bind(b, new Solve(b.Attrs.Bool("adjoint"), inverse: true))),
        "MatrixDeterminant" => Of(static b => BatchedMatrices.Bind(b, new Determinant(log: false))),
        "LogMatrixDeterminant" => Of(static b => BatchedMatrices.Bind(b, new Determinant(log: true))),
        "Lu" => Of(static b => BatchedMatrices.Bind(b, new Lu())),
        "Qr" => Of(static b => BatchedMatrices.Bind(b, new Qr(b.Attrs.Bool("full_matrices")))),
        "SelfAdjointEigV2" => Of(static b => BatchedMatrices.Bind(b, new SelfAdjointEig(b.Attrs.Bool("compute_v")))),
        "Svd" => Of(static b => BatchedMatrices.Bind(b, new Svd(b.Attrs.Bool("compute_uv"), b.Attrs.Bool("full_matrices")))),
        "Cross" => Of(Cross),
        _ => null,
    };

    private static NumericKernel Of(KernelFactory bind) => new(bind);

    // The batches of matrix and right-hand side broadcast: repeated ones are written out.
    private static KernelBody TriangularSolve(KernelBinding binding, TriangularSolve function)
    {
        Shape matrix = binding.Inputs[0].Shape, right = binding.Inputs[1].Shape, batch = binding.Outputs[0].Shape[..^2];
        if (matrix[..^2] == batch && right[..^2] == batch) return BatchedMatrices.Bind(binding, function);
        Graphs.TensorSpec[] inputs = [new(binding.Inputs[0].DType, batch.Concat(matrix[^2..])), new(binding.Inputs[1].DType, batch.Concat(right[^2..]))];
        nuint first = binding.Reserve(inputs[0].DType, (nint)inputs[0].Shape.ElementCount), second = binding.Reserve(inputs[1].DType, (nint)inputs[1].Shape.ElementCount);
        StridedCopy repeatMatrix = BroadcastKernels.Copy(binding.Inputs[0], inputs[0].Shape), repeatRight = BroadcastKernels.Copy(binding.Inputs[1], inputs[1].Shape);
        var whole = new KernelBinding(binding.Operation, inputs, binding.Outputs, [null, null]) { ScratchBytes = binding.ScratchBytes };
        var body = BatchedMatrices.Bind(whole, function);
        binding.ScratchBytes = whole.ScratchBytes;
        return (in KernelArgs args) =>
        {
            repeatMatrix.Run(args.In<byte>(0), args.Scratch + first);
            repeatRight.Run(args.In<byte>(1), args.Scratch + second);
            nint* table = stackalloc nint[3] { (nint)(args.Scratch + first), (nint)(args.Scratch + second), (nint)args.Out<byte>(0) };
            int* places = stackalloc int[3] { 0, 1, 2 };
            body(new KernelArgs(table, places, places + 2, (nint)args.Scratch));
        };
    }

    private static KernelBody Cross(KernelBinding binding) => binding.Inputs[0].DType switch
    {
        DType.Float32 => Cross<float>(binding),
        DType.Float64 => Cross<double>(binding),
        DType.Int32 => Cross<int>(binding),
        DType.Int64 => Cross<long>(binding),
        DType.Int16 => Cross<short>(binding),
        DType.Int8 => Cross<sbyte>(binding),
        DType.UInt8 => Cross<byte>(binding),
        DType.UInt16 => Cross<ushort>(binding),
        DType.UInt32 => Cross<uint>(binding),
        DType.UInt64 => Cross<ulong>(binding),
        DType.Half => Cross<Half>(binding),
        var type => throw binding.Error($"is not defined for {type.Name()}."),
    };

    private static KernelBody Cross<T>(KernelBinding binding) where T : unmanaged, INumberBase<T>
    {
        long count = binding.Outputs[0].Shape.ElementCount;
        return (in KernelArgs args) =>
        {
            T* a = args.In<T>(0), b = args.In<T>(1), c = args.Out<T>(0);
            for (long i = 0; i < count; i += 3, a += 3, b += 3, c += 3)
            {
                c[0] = (a[1] * b[2]) - (a[2] * b[1]);
                c[1] = (a[2] * b[0]) - (a[0] * b[2]);
                c[2] = (a[0] * b[1]) - (a[1] * b[0]);
            }
        };
    }
}
