using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>
/// Runs elementwise operations over tensors block by block, so that what one makes is still in the cache when the next reads it.
/// Operands are numbered: the inputs, the outputs, temporaries of a block, and inputs spread over a block.
/// </summary>
internal sealed unsafe class BlockProgram
{
    /// <summary>Memory for all temporaries of a block: what a first-level cache bears besides inputs and outputs.</summary>
    private const int BlockBytes = 24 * 1024;
    private const int LargestBlock = 2048;
    private const int SmallestBlock = 128;

    /// <summary>Additions that are worth waking another thread for.</summary>
    private const int Grain = 32 * 1024;

    /// <summary>Runs of fewer elements cost more to start than to do: inputs that are broadcast are then spread over a block first.</summary>
    private const int ShortRun = 512;

    private readonly BlockOperation[] operations;
    private readonly uint[] scalars;
    private readonly uint advancing;
    private readonly Broadcast joint;
    private readonly int[] sizes;
    private readonly List<Spread> spreads = [];
    private readonly bool byRuns;
    private readonly int inputCount, operandCount, block, temporaries, temporaryBytes;

    private BlockProgram(KernelBinding binding, BlockOperation[] operations, int temporaries)
    {
        joint = Broadcast.Of(binding);
        (TensorSpec[] inputs, TensorSpec[] outputs) = (binding.Inputs, binding.Outputs);
        inputCount = inputs.Length;
        sizes = [.. Array.ConvertAll(inputs, static input => input.DType.Size()), .. Array.ConvertAll(outputs, static output => output.DType.Size())];
        operandCount = sizes.Length + temporaries;
        uint alone = 0;
        for (int k = 0; k < inputCount; k++)
        {
            long elements = inputs[k].Shape.ElementCount;
            if (elements == joint.Count) advancing |= 1u << k;
            else if (elements == 1) alone |= 1u << k;
            else if (joint.Inner < ShortRun) spreads.Add(new Spread(inputs[k], outputs[0].Shape, k, operandCount++));
            else byRuns = true;
        }
        this.temporaries = operandCount - sizes.Length;
        this.operations = Array.ConvertAll(operations, operation => operation with { Inputs = Array.ConvertAll(operation.Inputs, Operand) });
        scalars = Array.ConvertAll(this.operations, operation => ScalarsOf(operation, byRuns ? joint.Scalars : alone));

        int size = LargestElement();
        block = Math.Clamp(BlockBytes / Math.Max(this.temporaries * size, 1), SmallestBlock, LargestBlock);
        // In blocks of whole periods the spread values are the same each time.
        long period = 1;
        foreach (var spread in spreads) period = Math.Max(period, spread.Period);
        if (period < block) block -= (int)(block % period);
        temporaryBytes = (block * size + 63) & ~63;
    }

    public static KernelBody Bind(KernelBinding binding, BlockOperation[] operations, int temporaries)
    {
        var program = new BlockProgram(binding, operations, temporaries);
        int cost = 0;
        foreach (var operation in operations) cost += operation.Code.Cost;
        int units = checked((int)((program.joint.Count + program.block - 1) / program.block)), grain = Math.Max(1, Grain / (program.block * cost));
        return (in KernelArgs args) =>
        {
            byte** memory = stackalloc byte*[program.sizes.Length];
            for (int i = 0; i < program.sizes.Length; i++) memory[i] = i < program.inputCount ? args.In<byte>(i) : args.Out<byte>(i - program.inputCount);
            WorkerPool.For(units, grain, new Body(program, memory));
        };
    }

    private void Run(byte** memory, int firstUnit, int lastUnit)
    {
        using var scratch = Scratch.Rent(temporaries * temporaryBytes);
        byte** at = stackalloc byte*[operandCount];
        for (int i = 0; i < sizes.Length; i++) at[i] = memory[i];
        for (int i = sizes.Length; i < operandCount; i++) at[i] = (byte*)scratch.Pointer + (i - sizes.Length) * temporaryBytes;

        long start = (long)firstUnit * block, first = start, last = Math.Min((long)lastUnit * block, joint.Count);
        while (first < last)
        {
            long count = Math.Min(block, last - first);
            if (byRuns) count = Math.Min(count, joint.Inner - first % joint.Inner);
            for (int i = 0; i < inputCount; i++)
                if (byRuns) at[i] = memory[i] + joint.Offset(i, first / joint.Inner, first % joint.Inner);
                else if ((advancing >> i & 1) != 0) at[i] = memory[i] + first * sizes[i];
            for (int i = inputCount; i < sizes.Length; i++) at[i] = memory[i] + first * sizes[i];
            foreach (var spread in spreads)
                if (first == start || block % spread.Period != 0) spread.Fill(memory[spread.Input], first, first == start ? Math.Min(block, joint.Count - first) : count, at[spread.Operand]);
            RunOperations(at, (nint)count);
            first += count;
        }
    }

    private void RunOperations(byte** at, nint count)
    {
        void** inputs = stackalloc void*[32];
        for (int i = 0; i < operations.Length; i++)
        {
            var operation = operations[i];
            int[] operands = operation.Inputs;
            for (int k = 0; k < operands.Length; k++) inputs[k] = at[operands[k]];
            operation.Code.Run(inputs, scalars[i], at[operation.Output], count);
        }
    }

    private int Operand(int operand)
    {
        foreach (var spread in spreads)
            if (spread.Input == operand) return spread.Operand;
        return operand;
    }

    private uint ScalarsOf(BlockOperation operation, uint inputScalars)
    {
        uint mask = 0;
        for (int k = 0; k < operation.Inputs.Length; k++)
            if (operation.Inputs[k] is var operand && operand < inputCount && (inputScalars >> operand & 1) != 0) mask |= 1u << k;
        return mask;
    }

    private int LargestElement()
    {
        int size = 1;
        foreach (var operation in operations) size = Math.Max(size, operation.OutputSize);
        foreach (var spread in spreads) size = Math.Max(size, sizes[spread.Input]);
        return size;
    }

    private readonly struct Body(BlockProgram program, byte** memory) : IParallelBody
    {
        public void Run(int start, int end) => program.Run(memory, start, end);
    }
}

/// <summary>An operation of a <see cref="BlockProgram"/>: its code, and the operands that it reads and writes.</summary>
internal sealed record BlockOperation(ElementwiseCode Code, int[] Inputs, int Output, int OutputSize);
