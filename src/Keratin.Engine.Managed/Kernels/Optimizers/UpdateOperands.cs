namespace Keratin.Engines.Managed.Kernels;

/// <summary>Where an optimizer's step finds variables, gradient and numbers; the inputs' order in the op does not matter to it.</summary>
internal readonly unsafe ref struct UpdateOperands<T>(KernelArgs args, UpdateSignature signature, nint row, nint gradientRow)
    where T : unmanaged
{
    private readonly KernelArgs args = args;

    /// <summary>A variable: 0 is the one to be trained, its slots follow in the op's order.</summary>
    public T* Variable(int index) => args.In<T>(signature.Variables[index]) + row;

    public T* Gradient => args.In<T>(signature.Gradient) + gradientRow;

    /// <summary>A number (learning rate, decay …), counted in the op's order.</summary>
    public double Number(int index)
    {
        int input = signature.Numbers[index];
        if (signature.IsInteger(index)) return *args.In<long>(input);
        return typeof(T) == typeof(float) ? *args.In<float>(input) : *args.In<double>(input);
    }

    /// <summary>The one attribute that an optimizer's op may have besides use_locking.</summary>
    public bool Flag => signature.Flag;
}

/// <summary>A step for elements that lie together: those of a whole variable, or of one row.</summary>
internal delegate void UpdateStep<T>(UpdateOperands<T> operands, nint count) where T : unmanaged;
