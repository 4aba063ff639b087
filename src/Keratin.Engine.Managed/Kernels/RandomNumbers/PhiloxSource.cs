using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Where a random op's stream comes from.</summary>
internal abstract unsafe class PhiloxSource
{
    private const int PhiloxAlgorithm = 1;
    private const int AutoSelect = 3;

    /// <summary>The part of the stream for one run.</summary>
    public abstract Philox Take(in KernelArgs args);

    /// <summary>The attributes seed and seed2: every run goes on where the last one ended.</summary>
    public static PhiloxSource OpSeeds(KernelBinding binding, ulong counters) => new Continued(RandomStream.Of(binding.Operation), counters);

    /// <summary>Two seeds, input 1.</summary>
    public static PhiloxSource Seeds(KernelBinding binding, ulong counters) => Seeds(binding, 1);

    /// <summary>Two seeds, in an input.</summary>
    public static PhiloxSource Seeds(KernelBinding binding, int input)
    {
        if (binding.Inputs[input].Shape is not { Rank: 1 } shape || shape[0] != 2) throw binding.Error($"the seed must hold two integers; its shape is {binding.Inputs[input].Shape}.");
        return new Seeded(input, binding.Inputs[input].DType == DType.Int64);
    }

    /// <summary>Key, counter and algorithm: inputs 1, 2, 3.</summary>
    public static PhiloxSource KeyCounter(KernelBinding binding, ulong counters)
    {
        if (binding.Inputs[1].Shape != [1]) throw binding.Error($"the key must hold one number; its shape is {binding.Inputs[1].Shape}.");
        if (binding.Inputs[2].Shape is not { Rank: 1 } counter || counter[0] < 2) throw binding.Error($"the counter must hold two numbers; its shape is {binding.Inputs[2].Shape}.");
        if (binding.Inputs[3].Shape.Rank != 0) throw binding.Error($"the algorithm must be a scalar; its shape is {binding.Inputs[3].Shape}.");
        return new Keyed(binding);
    }

    /// <summary>A generator's variable, input 0, of which each run uses up a part; the algorithm is input 1.</summary>
    public static PhiloxSource GeneratorState(KernelBinding binding, ulong counters)
    {
        RandomStateKernels.CheckState(binding);
        return new Generator(binding, counters);
    }

    /// <summary>The CPU has one generator only.</summary>
    public static void CheckAlgorithm(KernelBinding binding, long algorithm)
    {
        if (algorithm is not (PhiloxAlgorithm or AutoSelect)) throw binding.Error($"random algorithm {algorithm} is not known; 1 (Philox) and 3 (automatic) are.");
    }

    private sealed class Continued(RandomStream stream, ulong counters) : PhiloxSource
    {
        public override Philox Take(in KernelArgs args) => stream.Reserve(counters);
    }

    private sealed class Seeded(int input, bool wide) : PhiloxSource
    {
        public override Philox Take(in KernelArgs args) => wide
            ? Philox.FromSeeds(args.In<long>(input)[0], args.In<long>(input)[1])
            : Philox.FromSeeds(args.In<int>(input)[0], args.In<int>(input)[1]);
    }

    private sealed class Keyed(KernelBinding binding) : PhiloxSource
    {
        public override Philox Take(in KernelArgs args)
        {
            CheckAlgorithm(binding, *args.In<int>(3));
            return new(*args.In<ulong>(1), args.In<ulong>(2)[0], args.In<ulong>(2)[1]);
        }
    }

    private sealed class Generator(KernelBinding binding, ulong counters) : PhiloxSource
    {
        public override Philox Take(in KernelArgs args)
        {
            CheckAlgorithm(binding, *args.In<long>(1));
            return RandomStateKernels.Advance(args.In<ulong>(0), counters);
        }
    }
}
