using System.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Reduces the middle axis of an array (outer, axis, inner).</summary>
internal unsafe delegate void Reducer(void* x, ReductionPass pass, void* y);

/// <summary>Reductions over any axes. What is wide enough is reduced as it is; float16, bfloat16 and complex64 are widened first.</summary>
internal static unsafe class ReductionKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Sum" => new NumericKernel(static b => Bind(b, Sum)),
        "Prod" => new NumericKernel(static b => Bind(b, Product)),
        "Max" => new NumericKernel(static b => Bind(b, static t => Floats<MaxReduction>(t) ?? Ordered(t, max: true))),
        "Min" => new NumericKernel(static b => Bind(b, static t => Floats<MinReduction>(t) ?? Ordered(t, max: false))),
        "Mean" => new NumericKernel(static b => Bind(b, Sum, finish: Mean)),
        "EuclideanNorm" => new NumericKernel(static b => Bind(b, static t => Floats<SquareSumReduction>(t), Sum, static (type, _) => CodeFor.Floats<SquareRoot>(type))),
        "L2Loss" => new NumericKernel(static b => Bind(b, static t => Floats<SquareSumReduction>(t), Sum, static (type, _) => CodeFor.FloatsWith<Functions.Multiply>(type, 0.5), axes: Every(b.Inputs[0].Shape.Rank))),
        "All" => new NumericKernel(static b => Bind(b, static t => t == DType.Bool ? ScalarReduction<byte, JoinAnd>.Reduce : null)),
        "Any" => new NumericKernel(static b => Bind(b, static t => t == DType.Bool ? ScalarReduction<byte, JoinOr>.Reduce : null)),
        _ => null,
    };

    /// <summary>A sum over axes that the place of use determines.</summary>
    public static NumericKernel SumOver(Func<KernelBinding, long[]> axes) => new(b => Bind(b, Sum, axes: axes(b)));

    /// <param name="binding">The place of use.</param>
    /// <param name="first">The reducer of the first pass for a dtype, or null.</param>
    /// <param name="next">That of the other passes, if it is another one.</param>
    /// <param name="finish">What is done to the results: code for the dtype and the number of elements that went into each.</param>
    /// <param name="axes">The axes, if input 1 does not hold them.</param>
    private static KernelBody Bind(
        KernelBinding binding, Func<DType, Reducer?> first, Func<DType, Reducer?>? next = null, Func<DType, long, ElementwiseCode?>? finish = null, long[]? axes = null)
    {
        DType type = binding.Inputs[0].DType, wide = WideningCode.Computed(type);
        var shape = binding.Inputs[0].Shape;
        var passes = ReductionPass.Plan(shape, axes ?? binding.RequiredIntegers(1));
        var reducers = new Reducer[passes.Length];
        for (int i = 0; i < reducers.Length; i++)
            reducers[i] = (i > 0 && next is not null ? next : first)(wide) ?? throw binding.Error($"is not defined for {type.Name()}.");
        nint outputCount = (nint)binding.Outputs[0].Shape.ElementCount;
        var last = finish?.Invoke(wide, outputCount == 0 ? 0 : shape.ElementCount / outputCount);

        // The results between passes, in turns at two places.
        nint between = 0;
        for (int i = 0; i < passes.Length - 1; i++) between = Math.Max(between, (nint)passes[i].OutputCount);
        nuint even = binding.Reserve(wide, between), odd = binding.Reserve(wide, between);
        var stage = new Staging(binding, wide, static input => input == 0);
        return (in KernelArgs args) =>
        {
            void* x = stage.Input(args, 0);
            for (int i = 0; i < passes.Length; i++)
            {
                void* y = i == passes.Length - 1 ? stage.Output(args) : args.Scratch + ((i & 1) == 0 ? even : odd);
                reducers[i](x, passes[i], y);
                x = y;
            }
            last?.Run(&x, 0, x, outputCount);
            stage.Finish(args);
        };
    }

    private static long[] Every(int rank)
    {
        var axes = new long[rank];
        for (int i = 0; i < rank; i++) axes[i] = i;
        return axes;
    }

    internal static Reducer? Sum(DType type) => Floats<SumReduction>(type) ?? type switch
    {
        DType.Int32 => ScalarReduction<int, JoinSum<int>>.Reduce,
        DType.Int64 => ScalarReduction<long, JoinSum<long>>.Reduce,
        DType.Int8 => ScalarReduction<sbyte, JoinSum<sbyte>>.Reduce,
        DType.Int16 => ScalarReduction<short, JoinSum<short>>.Reduce,
        DType.UInt8 => ScalarReduction<byte, JoinSum<byte>>.Reduce,
        DType.UInt16 => ScalarReduction<ushort, JoinSum<ushort>>.Reduce,
        DType.UInt32 => ScalarReduction<uint, JoinSum<uint>>.Reduce,
        DType.UInt64 => ScalarReduction<ulong, JoinSum<ulong>>.Reduce,
        DType.Complex128 => ScalarReduction<Complex, JoinSum<Complex>>.Reduce,
        _ => null,
    };

    private static Reducer? Product(DType type) => Floats<ProductReduction>(type) ?? type switch
    {
        DType.Int32 => ScalarReduction<int, JoinProduct<int>>.Reduce,
        DType.Int64 => ScalarReduction<long, JoinProduct<long>>.Reduce,
        DType.Int8 => ScalarReduction<sbyte, JoinProduct<sbyte>>.Reduce,
        DType.Int16 => ScalarReduction<short, JoinProduct<short>>.Reduce,
        DType.UInt8 => ScalarReduction<byte, JoinProduct<byte>>.Reduce,
        DType.UInt16 => ScalarReduction<ushort, JoinProduct<ushort>>.Reduce,
        DType.UInt32 => ScalarReduction<uint, JoinProduct<uint>>.Reduce,
        DType.UInt64 => ScalarReduction<ulong, JoinProduct<ulong>>.Reduce,
        DType.Complex128 => ScalarReduction<Complex, JoinProduct<Complex>>.Reduce,
        _ => null,
    };

    private static Reducer? Ordered(DType type, bool max) => type switch
    {
        DType.Int32 => Ordered<int>(max),
        DType.Int64 => Ordered<long>(max),
        DType.Int8 => Ordered<sbyte>(max),
        DType.Int16 => Ordered<short>(max),
        DType.UInt8 => Ordered<byte>(max),
        DType.UInt16 => Ordered<ushort>(max),
        DType.UInt32 => Ordered<uint>(max),
        DType.UInt64 => Ordered<ulong>(max),
        _ => null,
    };

    private static Reducer Ordered<T>(bool max) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
        max ? ScalarReduction<T, JoinMax<T>>.Reduce : ScalarReduction<T, JoinMin<T>>.Reduce;

    private static Reducer? Floats<TKind>(DType type) where TKind : struct, IReduction => type switch
    {
        DType.Float32 => static (x, pass, y) => Reduction.Reduce<TKind, float>((float*)x, pass.Outer, pass.Axis, pass.Inner, (float*)y),
        DType.Float64 => static (x, pass, y) => Reduction.Reduce<TKind, double>((double*)x, pass.Outer, pass.Axis, pass.Inner, (double*)y),
        _ => null,
    };

    // The mean of nothing is NaN; of integers, which have none, 0.
    private static ElementwiseCode? Mean(DType type, long count) => type switch
    {
        DType.Float32 or DType.Float64 => CodeFor.FloatsWith<Functions.Divide>(type, count),
        DType.Complex128 => new DivideCode<Complex>(count),
        DType.Int32 => new DivideCode<int>(count),
        DType.Int64 => new DivideCode<long>(count),
        DType.Int8 => new DivideCode<sbyte>(count),
        DType.Int16 => new DivideCode<short>(count),
        DType.UInt8 => new DivideCode<byte>(count),
        DType.UInt16 => new DivideCode<ushort>(count),
        DType.UInt32 => new DivideCode<uint>(count),
        DType.UInt64 => new DivideCode<ulong>(count),
        _ => null,
    };

    private sealed class DivideCode<T>(long count) : ElementwiseCode where T : unmanaged, INumberBase<T>
    {
        public override void Run(void** inputs, uint scalars, void* output, nint length)
        {
            T* x = (T*)inputs[0], y = (T*)output;
            T divisor = T.CreateTruncating(count);
            for (nint i = 0; i < length; i++) y[i] = T.IsZero(divisor) && T.IsInteger(divisor) && typeof(T) != typeof(Complex) ? T.Zero : x[i] / divisor;
        }
    }
}
