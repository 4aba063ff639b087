using System.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Where along an axis the largest or smallest element is; the first of equals, never a NaN unless all are.</summary>
internal static unsafe class ArgReductionKernels
{
    private const int Block = 256;

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

    private static IndexWriter Writer(KernelBinding binding) => binding.Outputs[0].DType switch
    {
        DType.Int64 => static (indices, output, at, count) => { for (int i = 0; i < count; i++) ((long*)output)[at + i] = indices[i]; },
        DType.Int32 => static (indices, output, at, count) => { for (int i = 0; i < count; i++) ((int*)output)[at + i] = indices[i]; },
        DType.Int16 or DType.UInt16 => static (indices, output, at, count) => { for (int i = 0; i < count; i++) ((short*)output)[at + i] = (short)indices[i]; },
        var type => throw binding.Error($"can't give indices of type {type.Name()}."),
    };

    private delegate void IndexWriter(int* indices, void* output, nint at, int count);

    private static void Run<T>(T* x, ReductionPass pass, void* y, IndexWriter write, bool max) where T : unmanaged, INumber<T>
    {
        int blocks = (pass.Inner + Block - 1) / Block;
        WorkerPool.For(pass.Outer * blocks, Math.Max(1, 16384 / Math.Max(1, pass.Axis * Math.Min(pass.Inner, Block))), new Body<T>(x, pass, y, write, max, blocks));
    }

    private readonly struct Body<T>(T* x, ReductionPass pass, void* y, IndexWriter write, bool max, int blocks) : IParallelBody where T : unmanaged, INumber<T>
    {
        // Some neighbouring results at a time, so that the memory is read in order.
        public void Run(int start, int end)
        {
            T* best = stackalloc T[Block];
            int* indices = stackalloc int[Block];
            nint inner = pass.Inner;
            for (int block = start; block < end; block++)
            {
                nint outer = block / blocks, first = (nint)(block % blocks) * Block;
                int count = (int)Math.Min(Block, inner - first);
                T* from = x + (outer * pass.Axis * inner) + first;
                for (int j = 0; j < count; j++) (best[j], indices[j]) = (from[j], 0);
                for (int i = 1; i < pass.Axis; i++)
                {
                    from += inner;
                    for (int j = 0; j < count; j++)
                        if ((max ? from[j] > best[j] : from[j] < best[j]) || (T.IsNaN(best[j]) && !T.IsNaN(from[j]))) (best[j], indices[j]) = (from[j], i);
                }
                write(indices, y, (outer * inner) + first, count);
            }
        }
    }
}
