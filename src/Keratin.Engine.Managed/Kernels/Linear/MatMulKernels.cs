using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Matrix products, one or many at once, and the bias that follows them.</summary>
internal static unsafe class MatMulKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "MatMul" => new NumericKernel(static b => Bind(b, new(b.Attrs.Bool("transpose_a"), false), new(b.Attrs.Bool("transpose_b"), false))),
        "BatchMatMul" or "BatchMatMulV2" or "BatchMatMulV3" => new NumericKernel(static b =>
            Bind(b, new(b.Attrs.Bool("adj_x"), b.Attrs.Bool("adj_x")), new(b.Attrs.Bool("adj_y"), b.Attrs.Bool("adj_y")))),
        "BiasAdd" => new NumericKernel(static b => BiasAdd(b, b.Attrs.Text("data_format"))) { MayRunInPlace = true },
        "BiasAddV1" => new NumericKernel(static b => BiasAdd(b, "NHWC")) { MayRunInPlace = true },
        "BiasAddGrad" => ReductionKernels.SumOver(static b => BiasAxes(b.Inputs[0].Shape.Rank, b.Attrs.Text("data_format"))),
        _ => null,
    };

    private static KernelBody Bind(KernelBinding binding, Operand ofX, Operand ofY)
    {
        DType type = binding.Outputs[0].DType, wide = WideningCode.Computed(type);
        Shape x = binding.Inputs[0].Shape, y = binding.Inputs[1].Shape, output = binding.Outputs[0].Shape;
        if (x.Rank < 2 || y.Rank < 2) throw binding.Error("takes tensors of two axes or more.");
        int m = checked((int)output[^2]), n = checked((int)output[^1]), k = checked((int)(ofX.Transposed ? x[^2] : x[^1]));
        if ((ofY.Transposed ? y[^1] : y[^2]) != k) throw binding.Error($"inner sizes of shapes {x} and {y} differ.");
        var multiply = MatrixProducts.Find(wide) ?? throw binding.Error($"is not defined for {type.Name()}.");

        // The batch's axes broadcast like elements, each as large as a matrix.
        var batch = Broadcast.Of([x[..^2], y[..^2]], output[..^2], [1, 1], binding.Error);
        var places = new (long, long)[checked((int)batch.Count)];
        for (int i = 0; i < places.Length; i++) places[i] = (batch.Offset(0, i / batch.Inner, i % batch.Inner), batch.Offset(1, i / batch.Inner, i % batch.Inner));
        var products = new MatrixBatch(multiply, ofX, ofY, places.Length, m, n, k, wide.Size(), places);
        var stage = new Staging(binding, wide);
        return (in KernelArgs args) =>
        {
            products.Run((byte*)stage.Input(args, 0), (byte*)stage.Input(args, 1), (byte*)stage.Output(args));
            stage.Finish(args);
        };
    }

    private static KernelBody BiasAdd(KernelBinding binding, string format)
    {
        DType type = binding.Inputs[0].DType;
        Shape value = binding.Inputs[0].Shape, bias = binding.Inputs[1].Shape;
        if (type != binding.Inputs[1].DType) throw binding.Error("the bias must have the dtype of the tensor.");
        if (format == "NCHW")
        {
            var dims = new long[value.Rank - 1];
            Array.Fill(dims, 1);
            dims[0] = bias[0];
            bias = Shape.Create(dims);
        }
        var add = CodeFor.Floats2<Add>(type) ?? CodeFor.Integers2<Add>(type) ?? CodeFor.Complexes2<Add>(type) ?? throw binding.Error($"is not defined for {type.Name()}.");
        return ElementwiseLoops.Bind(binding, add, [value, bias]);
    }

    private static long[] BiasAxes(int rank, string format)
    {
        var axes = new List<long>(rank);
        int channels = format == "NCHW" ? 1 : rank - 1;
        for (int i = 0; i < rank; i++)
            if (i != channels) axes.Add(i);
        return [.. axes];
    }
}
