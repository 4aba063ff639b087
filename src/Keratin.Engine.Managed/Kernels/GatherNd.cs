namespace Keratin.Engines.Managed.Kernels;

/// <summary>GatherNd: the last axis of the indices holds places in the first axes of the source.</summary>
internal static unsafe class GatherNd
{
    public static KernelBody Bind(KernelBinding binding)
    {
        binding.CheckVariable(binding.Outputs[0].DType);
        Shape source = binding.Inputs[0].Shape, indices = binding.Inputs[1].Shape;
        var places = new Places(binding, source, indices);
        long bytes = source[places.Depth..].ElementCount * binding.Size();
        string policy = binding.Attrs.TryGet("bad_indices_policy", out var given) ? given.Text : "";
        bool ignores = policy == "IGNORE";
        return (in KernelArgs args) =>
        {
            byte* from = args.In<byte>(0), target = args.Out<byte>(0), index = args.In<byte>(1);
            for (long i = 0; i < places.Count; i++)
            {
                long place = places.Find(index, i);
                if (place >= 0) Buffer.MemoryCopy(from + place * bytes, target + i * bytes, bytes, bytes);
                else if (ignores) new Span<byte>(target + i * bytes, (int)bytes).Clear();
                else throw places.OutOfRange(index, i);
            }
        };
    }
}
