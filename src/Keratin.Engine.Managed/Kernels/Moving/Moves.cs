namespace Keratin.Engines.Managed.Kernels;

/// <summary>One block of elements that a kernel copies from an input to an output.</summary>
/// <param name="Input">The input; <see cref="Zero"/> for a block of zeros.</param>
/// <param name="Output">The output.</param>
/// <param name="Copy">From where to where.</param>
internal readonly record struct Move(int Input, int Output, StridedCopy Copy)
{
    /// <summary>Stands for a source that is all zeros, to be copied with strides of 0.</summary>
    public const int Zero = -1;
}

/// <summary>Kernels that do nothing but move elements are lists of <see cref="Move"/>s.</summary>
internal static unsafe class Moves
{
    private static readonly nint Zeros = (nint)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(16, 16);

    static Moves() => new Span<byte>(ZeroBytes, 16).Clear();

    /// <summary>An element of zeros of any size.</summary>
    public static byte* ZeroBytes => (byte*)Zeros;

    /// <summary>The code that carries out moves one after the other.</summary>
    public static KernelBody Body(params Move[] moves) => (in KernelArgs args) =>
    {
        foreach (var move in moves)
            move.Copy.Run(move.Input == Move.Zero ? ZeroBytes : args.In<byte>(move.Input), args.Out<byte>(move.Output));
    };

    /// <summary>A whole input onto a whole output.</summary>
    public static Move Whole(KernelBinding binding, int input = 0, int output = 0) =>
        new(input, output, StridedCopy.Create(binding.Size(input), [binding.Inputs[input].Shape.ElementCount], [1], [1]));

    /// <summary>The same element, or zero, all over a whole output.</summary>
    public static Move Everywhere(KernelBinding binding, int input, int output = 0) =>
        new(input, output, StridedCopy.Create(binding.Outputs[output].DType.Size(), [binding.Outputs[output].Shape.ElementCount], [0], [1]));

    /// <summary>How many elements one step along each axis skips, in row-major order.</summary>
    public static long[] Strides(Shape shape) => Strides(shape.Dims);

    /// <summary>As the first form.</summary>
    public static long[] Strides(ReadOnlySpan<long> dims)
    {
        var strides = new long[dims.Length];
        long stride = 1;
        for (int i = dims.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    /// <summary>The size of an input's elements in bytes.</summary>
    public static int Size(this KernelBinding binding, int input = 0) => binding.Inputs[input].DType.Size();

    /// <summary>The integers of an input that the code is made for.</summary>
    public static long[] RequiredIntegers(this KernelBinding binding, int input) =>
        binding.Required(input).Integers() ?? throw binding.Error($"input {input} must hold integers.");

    /// <summary>Checks that a variable's dtype, which no signature settles, is the one that the op was given for.</summary>
    public static void CheckVariable(this KernelBinding binding, DType expected)
    {
        if (binding.Inputs[0].DType != expected) throw binding.Error($"the variable holds {binding.Inputs[0].DType.Name()}, not {expected.Name()}.");
    }

    /// <summary>Whether integers are int64 rather than int32, which are the only ones that kernels of indices and sizes write.</summary>
    public static bool IsWide(this KernelBinding binding, DType integers) => integers switch
    {
        DType.Int64 => true,
        DType.Int32 => false,
        _ => throw binding.Error($"takes and gives int32 or int64 here, not {integers.Name()}."),
    };

    /// <summary>An axis that the code is made for, counted from the front.</summary>
    public static int RequiredAxis(this KernelBinding binding, int input, int rank) => Axis(binding.RequiredIntegers(input)[0], rank);

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);
}
