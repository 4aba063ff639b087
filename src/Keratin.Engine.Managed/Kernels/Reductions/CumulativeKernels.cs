using System.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Running sums, products and log-sum-exps along an axis.</summary>
internal static unsafe class CumulativeKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Cumsum" => new NumericKernel(static b => Bind(b, Sum)),
        "Cumprod" => new NumericKernel(static b => Bind(b, Product)),
        "CumulativeLogsumexp" => new NumericKernel(static b => Bind(b, static t => t switch
        {
            DType.Float32 => Scan<float, JoinLogSumExp<float>>,
            DType.Float64 => Scan<double, JoinLogSumExp<double>>,
            _ => null,
        })),
        _ => null,
    };

    private delegate void Scanner(void* x, ReductionPass pass, bool exclusive, bool reverse, void* y);

    private static KernelBody Bind(KernelBinding binding, Func<DType, Scanner?> find)
    {
        DType type = binding.Inputs[0].DType, wide = WideningCode.Computed(type);
        var shape = binding.Inputs[0].Shape;
        int axis = binding.RequiredAxis(1, shape.Rank);
        bool exclusive = binding.Attrs.Bool("exclusive"), reverse = binding.Attrs.Bool("reverse");
        var pass = new ReductionPass(checked((int)shape[..axis].ElementCount), checked((int)shape[axis]), checked((int)shape[(axis + 1)..].ElementCount));
        var scan = find(wide) ?? throw binding.Error($"is not defined for {type.Name()}.");
        var stage = new Staging(binding, wide, static input => input == 0);
        return (in KernelArgs args) =>
        {
            scan(stage.Input(args, 0), pass, exclusive, reverse, stage.Output(args));
            stage.Finish(args);
        };
    }

    private static Scanner? Sum(DType type) => type switch
    {
        DType.Float32 => Scan<float, JoinSum<float>>,
        DType.Float64 => Scan<double, JoinSum<double>>,
        DType.Int32 => Scan<int, JoinSum<int>>,
        DType.Int64 => Scan<long, JoinSum<long>>,
        DType.Int8 => Scan<sbyte, JoinSum<sbyte>>,
        DType.Int16 => Scan<short, JoinSum<short>>,
        DType.UInt8 => Scan<byte, JoinSum<byte>>,
        DType.UInt16 => Scan<ushort, JoinSum<ushort>>,
        DType.UInt32 => Scan<uint, JoinSum<uint>>,
        DType.UInt64 => Scan<ulong, JoinSum<ulong>>,
        DType.Complex128 => Scan<Complex, JoinSum<Complex>>,
        _ => null,
    };

    private static Scanner? Product(DType type) => type switch
    {
        DType.Float32 => Scan<float, JoinProduct<float>>,
        DType.Float64 => Scan<double, JoinProduct<double>>,
        DType.Int32 => Scan<int, JoinProduct<int>>,
        DType.Int64 => Scan<long, JoinProduct<long>>,
        DType.Int8 => Scan<sbyte, JoinProduct<sbyte>>,
        DType.Int16 => Scan<short, JoinProduct<short>>,
        DType.UInt8 => Scan<byte, JoinProduct<byte>>,
        DType.UInt16 => Scan<ushort, JoinProduct<ushort>>,
        DType.UInt32 => Scan<uint, JoinProduct<uint>>,
        DType.UInt64 => Scan<ulong, JoinProduct<ulong>>,
        DType.Complex128 => Scan<Complex, JoinProduct<Complex>>,
        _ => null,
    };

    private static void Scan<T, TJoin>(void* x, ReductionPass pass, bool exclusive, bool reverse, void* y) where T : unmanaged where TJoin : struct, IJoin<T> =>
        WorkerPool.For(checked((int)pass.OutputCount), Math.Max(1, 8192 / Math.Max(1, pass.Axis)), new Body<T, TJoin>((T*)x, pass, exclusive, reverse, (T*)y));

    private readonly struct Body<T, TJoin>(T* x, ReductionPass pass, bool exclusive, bool reverse, T* y) : IParallelBody where T : unmanaged where TJoin : struct, IJoin<T>
    {
        public void Run(int start, int end)
        {
            nint inner = pass.Inner, step = reverse ? -inner : inner;
            for (nint line = start; line < end; line++)
            {
                nint at = (line / inner * pass.Axis * inner) + (line % inner) + (reverse ? (pass.Axis - 1) * inner : 0);
                T running = TJoin.Identity;
                for (int i = 0; i < pass.Axis; i++, at += step)
                {
                    T next = TJoin.Of(running, x[at]);
                    y[at] = exclusive ? running : next;
                    running = next;
                }
            }
        }
    }

    /// <summary>log(eˣ + eʸ).</summary>
    private readonly struct JoinLogSumExp<T> : IJoin<T> where T : IFloatingPointIeee754<T>
    {
        public static T Identity => T.NegativeInfinity;

        public static T Of(T x, T y)
        {
            T high = T.Max(x, y), low = T.Min(x, y);
            return T.IsInfinity(high) ? high : high + T.LogP1(T.Exp(low - high));
        }
    }
}
