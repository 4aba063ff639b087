namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// Lets a kernel that computes in a wide type work on tensors of a narrow one: inputs are widened into scratch memory before it runs, outputs
/// narrowed from there afterwards. Tensors that have the wide type already are used where they are.
/// </summary>
internal sealed unsafe class Staging
{
    private readonly Place[] inputs;
    private readonly Place[] outputs;

    private readonly record struct Place(bool Converted, nuint Offset, nint Count, Conversion? Convert);

    /// <summary>Plans the memory, and reserves it in the binding's scratch memory.</summary>
    /// <param name="binding">The place of use.</param>
    /// <param name="wide">The type that is computed in.</param>
    /// <param name="isStaged">Which inputs are concerned; all if not given.</param>
    public Staging(KernelBinding binding, DType wide, Predicate<int>? isStaged = null)
    {
        Place Plan(DType type, Shape shape, DType from, DType to)
        {
            if (type == wide) return default;
            nint count = (nint)shape.ElementCount;
            return new Place(true, binding.Reserve(wide, count), count, Conversions.Find(from, to) ?? throw binding.Error($"is not defined for {type.Name()}."));
        }
        inputs = new Place[binding.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            if (isStaged is null || isStaged(i)) inputs[i] = Plan(binding.Inputs[i].DType, binding.Inputs[i].Shape, binding.Inputs[i].DType, wide);
        outputs = new Place[binding.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = Plan(binding.Outputs[i].DType, binding.Outputs[i].Shape, wide, binding.Outputs[i].DType);
    }

    /// <summary>An input in the wide type; converts it now where necessary.</summary>
    public void* Input(in KernelArgs args, int index)
    {
        var place = inputs[index];
        if (!place.Converted) return args.In<byte>(index);
        void* at = args.Scratch + place.Offset;
        place.Convert!(args.In<byte>(index), at, place.Count);
        return at;
    }

    /// <summary>Where an output is to be computed in the wide type.</summary>
    public void* Output(in KernelArgs args, int index = 0) => outputs[index].Converted ? args.Scratch + outputs[index].Offset : args.Out<byte>(index);

    /// <summary>Brings the outputs to their own type.</summary>
    public void Finish(in KernelArgs args)
    {
        for (int i = 0; i < outputs.Length; i++)
            if (outputs[i] is { Converted: true } place) place.Convert!(args.Scratch + place.Offset, args.Out<byte>(i), place.Count);
    }
}

/// <summary>Parts of a binding's scratch memory.</summary>
internal static class ScratchReservation
{
    /// <summary>Adds room for some elements, aligned to 64 bytes; gives its offset.</summary>
    public static nuint Reserve(this KernelBinding binding, DType type, nint count)
    {
        nuint offset = (binding.ScratchBytes + 63) & ~(nuint)63;
        binding.ScratchBytes = checked(offset + ((nuint)count * (nuint)type.Size()));
        return offset;
    }
}
