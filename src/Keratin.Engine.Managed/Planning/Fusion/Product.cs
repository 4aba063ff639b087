using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>A step whose results are sums of products with weights, input 1, and whose last axis are channels: it can end with a bias and an activation.</summary>
/// <param name="dtype">Of all operands.</param>
/// <param name="size">The number of results.</param>
internal abstract unsafe class Product(DType dtype, long size)
{
    /// <summary>What can be done for a step; null if it is no such product.</summary>
    public static Product? Of(PlanNode node) => node is { Outputs: [{ DType: DType.Float32 or DType.Float64, Shape.ElementCount: > 0 }] } ? (Product?)MatrixProduct.Find(node) ?? ConvolutionProduct.Find(node) : null;

    /// <summary>Whether it is worth keeping weights packed that do not change.</summary>
    public abstract bool PackingPays { get; }

    /// <summary>Whether the results can be added to what is there already.</summary>
    public virtual bool CanAddTo => false;

    /// <summary>What the packed form depends on, besides the weights.</summary>
    public abstract object Layout { get; }

    /// <summary>The shape that one number for each channel must have to be multiplied with the weights.</summary>
    public abstract Shape ChannelsOfWeights { get; }

    /// <summary>The code that uses the weights as they are.</summary>
    public KernelBody Bind(ProductEnd end) => dtype == DType.Float32 ? Bind<float>(end) : Bind<double>(end);

    /// <summary>The code that uses the weights packed while they don't change. The last input, if <paramref name="identified"/>, tells when they do.</summary>
    public KernelBody BindPacked(ProductEnd end, Storage weights, PackedWeightsCache cache, bool identified) =>
        dtype == DType.Float32 ? BindPacked(end, cache.Get<float>(this, weights), identified) : BindPacked(end, cache.Get<double>(this, weights), identified);

    /// <summary>Packs the weights; null if they can't be.</summary>
    public abstract PackedMatrix<T>? Pack<T>(T* weights) where T : unmanaged;

    /// <summary>Computes y, or adds to it, where <paramref name="add"/>.</summary>
    protected abstract void Run<T>(T* x, T* weights, T* y, bool add, Epilogue<T> end) where T : unmanaged;

    protected abstract void Run<T>(T* x, PackedMatrix<T> weights, T* y, bool add, Epilogue<T> end) where T : unmanaged;

    private KernelBody Bind<T>(ProductEnd end) where T : unmanaged => (in KernelArgs args) => Run(args.In<T>(0), args.In<T>(1), Target<T>(args, end), end.HasSum, end.For<T>(args));

    private KernelBody BindPacked<T>(ProductEnd end, PackedWeights<T> packed, bool identified) where T : unmanaged
    {
        return (in KernelArgs args) =>
        {
            if (packed.Find(args.In<T>(1), identified ? args.In<long>(end.IdentityInput) : null) is { } weights) Run(args.In<T>(0), weights, Target<T>(args, end), end.HasSum, end.For<T>(args));
            else Run(args.In<T>(0), args.In<T>(1), Target<T>(args, end), end.HasSum, end.For<T>(args));
        };
    }

    /// <summary>The output's memory, which holds the sum to add to, if there is one: often it does already.</summary>
    private T* Target<T>(in KernelArgs args, ProductEnd end) where T : unmanaged
    {
        T* target = args.Out<T>(0);
        if (end.HasSum && args.In<T>(end.SumInput) != target) Buffer.MemoryCopy(args.In<T>(end.SumInput), target, size * sizeof(T), size * sizeof(T));
        return target;
    }
}
