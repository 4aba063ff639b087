namespace Keratin.Engines.Managed.Kernels;

/// <summary>Fills memory with one number.</summary>
internal sealed unsafe class FillCode(DType dtype, double value, long count)
{
    private readonly (ulong Low, ulong High) bits = Bits.Of(dtype, value);
    private readonly StridedCopy copy = StridedCopy.Create(dtype.Size(), [count], [0], [1]);

    public void Run(byte* target)
    {
        ulong* source = stackalloc ulong[2] { bits.Low, bits.High };
        copy.Run((byte*)source, target);
    }
}
