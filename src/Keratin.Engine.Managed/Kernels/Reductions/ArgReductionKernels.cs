using System.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Where along an axis the largest or smallest element is; the first of equals, never a NaN unless all are.</summary>
internal static unsafe class ArgReductionKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "ArgMax" => new NumericKernel(static b => Bind(b, max: true)),
        "ArgMin" => new NumericKernel(static b => Bind(b, max: false)),
        _ => null,
    };

    private static KernelBody Bind(KernelBinding binding, bool max) => binding.Inputs[0].DType switch
    {
        DType.Float32 or DType.BFloat16 => Bind<float>(binding, max),
        DType.Float64 => Bind<double>(binding, max),
        DType.Half => Bind<Half>(binding, max),
        DType.Int32 => Bind<int>(binding, max),
        DType.Int64 => Bind<long>(binding, max),
        DType.Int8 => Bind<sbyte>(binding, max),
        DType.Int16 => Bind<short>(binding, max),
        DType.UInt8 or DType.Bool => Bind<byte>(binding, max),
        DType.UInt16 => Bind<ushort>(binding, max),
        DType.UInt32 => Bind<uint>(binding, max),
        DType.UInt64 => Bind<ulong>(binding, max),
        var type => throw binding.Error($"is not defined for {type.Name()}."),
    };

    private static KernelBody Bind<T>(KernelBinding binding, bool max) where T : unmanaged, INumber<T>
    {
        var pass = Pass(binding);
        var write = Writer(binding);
        if (binding.Inputs[0].DType != DType.BFloat16) return (in KernelArgs args) => Run(args.In<T>(0), pass, args.Out<byte>(0), write, max);
        var widen = Conversions.Find(DType.BFloat16, DType.Float32)!;
        binding.Reserve(DType.Float32, (nint)pass.InputCount);
        return (in KernelArgs args) =>
        {
            widen(args.In<byte>(0), args.Scratch, (nint)pass.InputCount);
            Run((T*)args.Scratch, pass, args.Out<byte>(0), write, max);
        };
    }

    private static ReductionPass Pass(KernelBinding binding)
    {
        var shape = binding.Inputs[0].Shape;
        int axis = binding.RequiredAxis(1, shape.Rank);
        return new(checked((int)shape[..axis].ElementCount), checked((int)shape[axis]), checked((int)shape[(axis + 1)..].ElementCount));
    }

    private delegate void IndexWriter(void* output, nint at, int index);

    private static IndexWriter Writer(KernelBinding binding) => binding.Outputs[0].DType switch
    {
        DType.Int64 => static (output, at, index) => ((long*)output)[at] = index,
        DType.Int32 => static (output, at, index) => ((int*)output)[at] = index,
        DType.Int16 or DType.UInt16 => static (output, at, index) => ((short*)output)[at] = (short)index,
        var type => throw binding.Error($"can't give indices of type {type.Name()}."),
    };

    private static void Run<T>(T* x, ReductionPass pass, void* y, IndexWriter write, bool max) where T : unmanaged, INumber<T> =>
        WorkerPool.For(checked((int)pass.OutputCount), Math.Max(1, 8192 / Math.Max(1, pass.Axis)), new Body<T>(x, pass, y, write, max));

    private readonly struct Body<T>(T* x, ReductionPass pass, void* y, IndexWriter write, bool max) : IParallelBody where T : unmanaged, INumber<T>
    {
        public void Run(int start, int end)
        {
            nint inner = pass.Inner;
            for (nint at = start; at < end; at++)
            {
                T* from = x + (at / inner * pass.Axis * inner) + (at % inner);
                T best = *from;
                int index = 0;
                for (int i = 1; i < pass.Axis; i++)
                {
                    T candidate = from[i * inner];
                    if ((max ? candidate > best : candidate < best) || (T.IsNaN(best) && !T.IsNaN(candidate))) (best, index) = (candidate, i);
                }
                write(y, at, index);
            }
        }
    }
}
