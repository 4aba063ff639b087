using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>How scattered values meet what is there: they replace it, or are combined with it.</summary>
internal sealed unsafe class Combiner
{
    private readonly ElementwiseCode? code;
    private readonly int size;

    private Combiner(ElementwiseCode? code, int size) => (this.code, this.size) = (code, size);

    /// <summary>Elements of this many bytes replace what is there.</summary>
    public static Combiner Replace(int size) => new(null, size);

    /// <summary>The combiner that an op's name tells by its end: …Add, …Sub, …Mul, …Div, …Min, …Max, …Update (also …Sum, …Prod).</summary>
    public static Combiner Of(KernelBinding binding, string way, DType type) => way == "Update" ? Replace(type.Size())
        : new(Code(way, type) ?? throw binding.Error($"is not defined for {type.Name()}."), type.Size());

    private static ElementwiseCode? Code(string way, DType type) => way switch
    {
        "Add" or "Sum" or "Mean" or "SqrtN" => CodeFor.Floats2<Add>(type) ?? CodeFor.Integers2<Add>(type) ?? CodeFor.Complexes2<Add>(type),
        "Sub" => CodeFor.Floats2<Subtract>(type) ?? CodeFor.Integers2<Subtract>(type) ?? CodeFor.Complexes2<Subtract>(type),
        "Mul" or "Prod" => CodeFor.Floats2<Multiply>(type) ?? CodeFor.Integers2<Multiply>(type) ?? CodeFor.Complexes2<Multiply>(type),
        "Div" => CodeFor.Floats2<Divide>(type) ?? CodeFor.Integers2<Divide>(type) ?? CodeFor.Complexes2<Divide>(type),
        "Min" => CodeFor.Floats2<Minimum>(type) ?? CodeFor.Integers2<Minimum>(type),
        "Max" => CodeFor.Floats2<Maximum>(type) ?? CodeFor.Integers2<Maximum>(type),
        _ => null,
    };

    /// <summary>Combines neighbouring elements; a single value may stand for all of them.</summary>
    public void Run(byte* target, byte* values, nint count, bool single = false)
    {
        if (code is null)
        {
            if (!single) Buffer.MemoryCopy(values, target, count * size, count * size);
            else for (nint i = 0; i < count; i++) Buffer.MemoryCopy(values, target + i * size, size, size);
            return;
        }
        void** inputs = stackalloc void*[2] { target, values };
        code.Run(inputs, single ? 2u : 0, target, count);
    }
}
