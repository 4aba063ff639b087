using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Random numbers: the very streams of TensorFlow's CPU kernels. One switch says where a stream comes from, one what is drawn.</summary>
internal static unsafe class RandomKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "RandomUniform" or "RandomStandardNormal" or "TruncatedNormal" or "RandomUniformInt" => Drawn(PhiloxSource.OpSeeds, 1),
        "StatelessRandomUniform" or "StatelessRandomNormal" or "StatelessTruncatedNormal" or "StatelessRandomUniformInt" or "StatelessRandomUniformFullInt" => Drawn(PhiloxSource.Seeds, 2),
        "StatelessRandomUniformV2" or "StatelessRandomNormalV2" or "StatelessTruncatedNormalV2" or "StatelessRandomUniformIntV2" or "StatelessRandomUniformFullIntV2" =>
            Drawn(PhiloxSource.KeyCounter, 4),
        "StatefulUniform" or "StatefulStandardNormalV2" or "StatefulTruncatedNormal" or "StatefulUniformInt" or "StatefulUniformFullInt" =>
            Drawn(PhiloxSource.GeneratorState, 3) with { UpdatesVariables = true },
        _ => RandomStateKernels.Find(op) ?? SamplingKernels.Find(op) ?? ShuffleKernels.Find(op) ?? GammaKernels.Find(op),
    };

    /// <param name="source">Where the stream comes from.</param>
    /// <param name="range">The input that holds the lower bound of integers; the upper one follows.</param>
    private static NumericKernel Drawn(Func<KernelBinding, ulong, PhiloxSource> source, int range) => new(binding =>
    {
        ulong elements = (ulong)binding.Outputs[0].Shape.ElementCount;
        // TensorFlow sets aside 256 counters an element, whatever is drawn.
        return Bind(binding, source(binding, checked(elements * 256)), range);
    });

    private static KernelBody Bind(KernelBinding binding, PhiloxSource source, int range)
    {
        string op = binding.Operation.Op.Name;
        var dtype = binding.Outputs[0].DType;
        if (op.Contains("FullInt", StringComparison.Ordinal) || op.Contains("UniformInt", StringComparison.Ordinal))
        {
            bool full = op.Contains("FullInt", StringComparison.Ordinal);
            if (!full) CheckScalars(binding, range);
            return dtype switch
            {
                DType.Int32 or DType.UInt32 => Integers<uint>(binding, source, full ? -1 : range),
                DType.Int64 or DType.UInt64 => Integers<ulong>(binding, source, full ? -1 : range),
                _ => throw Unsupported(binding),
            };
        }
        return dtype switch
        {
            DType.Float32 => Floats<float>(binding, source),
            DType.Float64 => Floats<double>(binding, source),
            DType.Half => Floats<Half>(binding, source),
            DType.BFloat16 => Floats<BFloat16>(binding, source),
            _ => throw Unsupported(binding),
        };
    }

    private static KernelBody Floats<T>(KernelBinding binding, PhiloxSource source) where T : unmanaged
    {
        nint count = (nint)binding.Outputs[0].Shape.ElementCount;
        string op = binding.Operation.Op.Name;
        if (op.Contains("Truncated", StringComparison.Ordinal)) return (in KernelArgs args) => ParallelFill.Run(source.Take(args), args.Out<T>(0), count, default(TruncatedStandardNormal<T>));
        if (op.Contains("Normal", StringComparison.Ordinal)) return (in KernelArgs args) => ParallelFill.Run(source.Take(args), args.Out<T>(0), count, default(StandardNormal<T>));
        return (in KernelArgs args) => ParallelFill.Run(source.Take(args), args.Out<T>(0), count, default(UnitUniform<T>));
    }

    private static KernelBody Integers<T>(KernelBinding binding, PhiloxSource source, int range) where T : unmanaged
    {
        nint count = (nint)binding.Outputs[0].Shape.ElementCount;
        if (range < 0) return (in KernelArgs args) => ParallelFill.Run(source.Take(args), args.Out<T>(0), count, default(UniformInteger<T>));
        var dtype = binding.Outputs[0].DType;
        return (in KernelArgs args) =>
        {
            if (count == 0) return;
            Int128 low = Read(args.In<byte>(range), dtype), high = Read(args.In<byte>(range + 1), dtype);
            if (low >= high) throw binding.Error($"minval {low} must be less than maxval {high}.");
            ParallelFill.Run(source.Take(args), args.Out<T>(0), count, new UniformInteger<T>(unchecked((ulong)low), (ulong)(high - low)));
        };
    }

    private static Int128 Read(byte* value, DType dtype) => dtype switch
    {
        DType.Int32 => *(int*)value,
        DType.UInt32 => *(uint*)value,
        DType.Int64 => *(long*)value,
        _ => *(ulong*)value,
    };

    private static void CheckScalars(KernelBinding binding, int range)
    {
        for (int i = range; i < range + 2; i++)
            if (binding.Inputs[i].Shape.Rank != 0) throw binding.Error($"minval and maxval must be scalars; input {i} has the shape {binding.Inputs[i].Shape}.");
    }

    private static OpException Unsupported(KernelBinding binding) => binding.Error($"no {binding.Outputs[0].DType.Name()} can be drawn.");
}
