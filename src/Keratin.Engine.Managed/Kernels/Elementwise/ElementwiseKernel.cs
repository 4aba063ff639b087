namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// An op whose output elements are each made of the input elements at the same place, after NumPy's broadcasting. Besides running on whole
/// tensors it offers its code for blocks of contiguous elements, so that a plan can run a chain of such ops while a block is in the cache.
/// </summary>
internal sealed record ElementwiseKernel : NumericKernel
{
    public ElementwiseKernel(Func<KernelBinding, ElementwiseCode> code) : base(binding => ElementwiseLoops.Bind(binding, code(binding)))
    {
        Code = code;
        MayRunInPlace = true;
    }

    /// <summary>Picks the code for the dtypes and attributes of one place of use; throws an OpException where there is none.</summary>
    public Func<KernelBinding, ElementwiseCode> Code { get; }
}

/// <summary>What an elementwise op does to contiguous memory, on the caller's thread. Holds no mutable state.</summary>
internal abstract unsafe class ElementwiseCode
{
    /// <summary>What an element costs, in additions: tells when threads pay.</summary>
    public virtual int Cost => 1;

    /// <summary>
    /// output[i] = f(inputs[0][i], inputs[1][i], …) for each i below <paramref name="count"/>. Where bit k of <paramref name="scalars"/> is set,
    /// inputs[k] is one element that stands for all; at least one input is none such. The output may be the memory of an input that is no scalar and has elements of the same size.
    /// </summary>
    public abstract void Run(void** inputs, uint scalars, void* output, nint count);
}
