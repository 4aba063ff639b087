namespace Keratin.Engines.Managed.Kernels;

/// <summary>Turns complex numbers into their conjugates, in place; leaves all others as they are.</summary>
internal static unsafe class Conjugation
{
    public static void Run(byte* numbers, DType dtype, long count)
    {
        if (dtype == DType.Complex64)
            for (long i = 0; i < count; i++) ((float*)numbers)[2 * i + 1] = -((float*)numbers)[2 * i + 1];
        else if (dtype == DType.Complex128)
            for (long i = 0; i < count; i++) ((double*)numbers)[2 * i + 1] = -((double*)numbers)[2 * i + 1];
    }
}
