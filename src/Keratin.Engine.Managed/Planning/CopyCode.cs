using Keratin.Engines.Managed.Kernels;

namespace Keratin.Engines.Managed.Planning;

/// <summary>The elements as they are, in other memory.</summary>
internal sealed unsafe class CopyCode(int elementSize) : ElementwiseCode
{
    public static readonly ElementwiseKernel Kernel = new(static binding => new CopyCode(binding.Outputs[0].DType.Size()));

    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        nuint bytes = (nuint)count * (nuint)elementSize;
        Buffer.MemoryCopy(inputs[0], output, bytes, bytes);
    }
}
