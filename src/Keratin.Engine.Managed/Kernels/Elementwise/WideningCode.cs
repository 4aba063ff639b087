using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Lets code for a wide type (float32, complex128) work on a narrow one (float16, bfloat16, complex64), some hundred elements at a time.</summary>
/// <param name="narrow">The narrow type; inputs of any other type are passed on as they are.</param>
/// <param name="types">The inputs' types.</param>
/// <param name="output">The output's type.</param>
/// <param name="inner">The code for the wide type.</param>
internal sealed unsafe class WideningCode(DType narrow, DType[] types, DType output, ElementwiseCode inner) : ElementwiseCode
{
    private const int Block = 256;
    private const int LargestElement = 16;
    private const int BlockBytes = Block * LargestElement;

    private readonly Conversion widen = Conversions.Find(narrow, Wide(narrow))!;
    private readonly Conversion narrowing = Conversions.Find(Wide(narrow), narrow)!;

    public override int Cost => inner.Cost + 1;

    /// <summary>The type in which numbers of a narrow type are computed.</summary>
    public static DType Wide(DType narrow) => narrow == DType.Complex64 ? DType.Complex128 : DType.Float32;

    /// <summary>The type in which numbers of any type are computed: for most, their own.</summary>
    public static DType Computed(DType type) => type is DType.Half or DType.BFloat16 or DType.Complex64 ? Wide(type) : type;

    [SkipLocalsInit]
    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* target, nint count)
    {
        int arity = types.Length, step = narrow.Size();
        byte* memory = stackalloc byte[BlockBytes * (arity + 1)];
        byte* result = memory + (BlockBytes * arity);
        void** at = stackalloc void*[arity];
        for (int k = 0; k < arity; k++)
            if ((scalars >> k & 1) != 0)
            {
                at[k] = types[k] == narrow ? memory + (BlockBytes * k) : inputs[k];
                if (types[k] == narrow) widen(inputs[k], at[k], 1);
            }

        for (nint done = 0; done < count; done += Block)
        {
            nint size = Math.Min(Block, count - done);
            for (int k = 0; k < arity; k++)
            {
                if ((scalars >> k & 1) != 0) continue;
                void* source = (byte*)inputs[k] + (done * types[k].Size());
                at[k] = types[k] == narrow ? memory + (BlockBytes * k) : source;
                if (types[k] == narrow) widen(source, at[k], size);
            }
            if (output == narrow)
            {
                inner.Run(at, scalars, result, size);
                narrowing(result, (byte*)target + (done * step), size);
            }
            else inner.Run(at, scalars, (byte*)target + (done * output.Size()), size);
        }
    }
}
