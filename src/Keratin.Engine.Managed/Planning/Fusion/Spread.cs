using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>An input that is broadcast, written out for a block of elements of the output.</summary>
internal sealed unsafe class Spread
{
    private readonly int size;
    private readonly long[] dims;
    private readonly long[] steps;

    public Spread(TensorSpec input, Shape output, int index, int operand)
    {
        (Input, Operand, size) = (index, operand, input.DType.Size());
        dims = output.ToArray();
        steps = new long[dims.Length];
        long step = 1;
        Period = 1;
        for (int i = 1; i <= input.Shape.Rank; i++)
        {
            steps[^i] = input.Shape[^i] == 1 ? 0 : step;
            step *= input.Shape[^i];
        }
        int first = Array.FindIndex(steps, static step => step != 0);
        for (int i = Math.Max(first, 0); i < dims.Length; i++) Period *= dims[i];
    }

    /// <summary>Which input of the step it is.</summary>
    public int Input { get; }

    /// <summary>The operand that holds the values when they are spread.</summary>
    public int Operand { get; }

    /// <summary>After so many elements of the output the values are the same again.</summary>
    public long Period { get; }

    /// <summary>Writes what stands beside <paramref name="count"/> elements of the output from <paramref name="first"/> on.</summary>
    public void Fill(byte* source, long first, long count, byte* target)
    {
        long inner = dims[^1], offset = first % inner;
        long* index = stackalloc long[dims.Length];
        long row = first / inner, at = 0;
        for (int i = dims.Length - 2; i >= 0; i--)
        {
            (row, index[i]) = Math.DivRem(row, dims[i]);
            at += index[i] * steps[i];
        }
        while (count > 0)
        {
            long run = Math.Min(count, inner - offset);
            if (steps[^1] == 0) Repeat(source + at * size, target, run);
            else Buffer.MemoryCopy(source + (at + offset) * size, target, run * size, run * size);
            target += run * size;
            count -= run;
            offset = 0;
            for (int i = dims.Length - 2; i >= 0; i--)
            {
                at += steps[i];
                if (++index[i] < dims[i]) break;
                at -= dims[i] * steps[i];
                index[i] = 0;
            }
        }
    }

    private void Repeat(byte* source, byte* target, long count)
    {
        int length = (int)count;
        switch (size)
        {
            case 1: new Span<byte>(target, length).Fill(*source); break;
            case 2: new Span<short>(target, length).Fill(*(short*)source); break;
            case 4: new Span<int>(target, length).Fill(*(int*)source); break;
            case 8: new Span<long>(target, length).Fill(*(long*)source); break;
            default: new Span<Int128>(target, length).Fill(*(Int128*)source); break;
        }
    }
}
