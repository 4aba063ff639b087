using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>The states of random generators: keys and counters, and the variable of a <c>tf.random.Generator</c> (counter, counter, key).</summary>
internal static unsafe class RandomStateKernels
{
    private const int StateSize = 3;
    private const int PhiloxAlgorithm = 1;

    public static Kernel? Find(string op) => op switch
    {
        "StatelessRandomGetKeyCounter" => new NumericKernel(KeyCounter),
        "StatelessRandomGetAlg" => new NumericKernel(static _ => static (in KernelArgs args) => *args.Out<int>(0) = PhiloxAlgorithm),
        "RngReadAndSkip" => new NumericKernel(ReadAndSkip) { UpdatesVariables = true },
        "RngSkip" => new NumericKernel(Skip) { UpdatesVariables = true },
        _ => null,
    };

    /// <summary>Throws if input 0 is no state of a generator.</summary>
    public static void CheckState(KernelBinding binding)
    {
        var state = binding.Inputs[0];
        if (state.DType != DType.Int64 || state.Shape.Rank != 1 || state.Shape[0] < StateSize)
            throw binding.Error($"the generator's state must be an int64 vector of {StateSize} elements; it is {state.DType.Name()} {state.Shape}.");
    }

    /// <summary>The stream of a state, which moves on by this many counters.</summary>
    public static Philox Advance(ulong* state, ulong counters)
    {
        var stream = new Philox(state[2], state[0], state[1]);
        var after = stream.After(counters);
        (state[0], state[1]) = (after.CounterLow, after.CounterHigh);
        return stream;
    }

    private static KernelBody KeyCounter(KernelBinding binding)
    {
        var source = PhiloxSource.Seeds(binding, input: 0);
        return (in KernelArgs args) =>
        {
            var stream = source.Take(args);
            *args.Out<ulong>(0) = stream.Key;
            (args.Out<ulong>(1)[0], args.Out<ulong>(1)[1]) = (stream.CounterLow, stream.CounterHigh);
        };
    }

    private static KernelBody ReadAndSkip(KernelBinding binding)
    {
        CheckState(binding);
        return (in KernelArgs args) =>
        {
            PhiloxSource.CheckAlgorithm(binding, *args.In<int>(1));
            ulong* state = args.In<ulong>(0);
            for (int i = 0; i < StateSize; i++) args.Out<ulong>(0)[i] = state[i];
            Advance(state, unchecked(*args.In<ulong>(2) * 256));
        };
    }

    private static KernelBody Skip(KernelBinding binding)
    {
        CheckState(binding);
        return (in KernelArgs args) =>
        {
            PhiloxSource.CheckAlgorithm(binding, *args.In<long>(1));
            Advance(args.In<ulong>(0), unchecked((ulong)*args.In<long>(2) * 256));
        };
    }
}
