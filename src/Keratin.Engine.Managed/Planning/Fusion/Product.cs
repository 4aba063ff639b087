using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>A step whose results are sums of products with weights, input 1, and whose last axis are channels: it can end with a bias and an activation.</summary>
internal abstract unsafe class Product(DType dtype)
{
    /// <summary>What can be done for a step; null if it is no such product.</summary>
    public static Product? Of(PlanNode node) => node is { Outputs: [{ DType: DType.Float32 or DType.Float64, Shape.ElementCount: > 0 }] } ? (Product?)MatrixProduct.Find(node) ?? ConvolutionProduct.Find(node) : null;

    /// <summary>Whether it is worth keeping weights packed that do not change.</summary>
    public abstract bool PackingPays { get; }

    /// <summary>The code. <paramref name="weights"/>, if given, are kept packed while they do not change.</summary>
    public KernelBody Bind(ProductEnd end, Storage? weights) => dtype == DType.Float32 ? Bind<float>(end, weights) : Bind<double>(end, weights);

    private KernelBody Bind<T>(ProductEnd end, Storage? weights) where T : unmanaged
    {
        if (weights is null) return (in KernelArgs args) => Run(args.In<T>(0), args.In<T>(1), args.Out<T>(0), end.For<T>(args));
        var kept = new PackedWeights<T>(this, weights);
        return (in KernelArgs args) =>
        {
            if (kept.Find(args.In<T>(1)) is { } packed) Run(args.In<T>(0), packed, args.Out<T>(0), end.For<T>(args));
            else Run(args.In<T>(0), args.In<T>(1), args.Out<T>(0), end.For<T>(args));
        };
    }

    /// <summary>Packs the weights; null if they can't be.</summary>
    public abstract PackedMatrix<T>? Pack<T>(T* weights) where T : unmanaged;

    protected abstract void Run<T>(T* x, T* weights, T* y, Epilogue<T> end) where T : unmanaged;

    protected abstract void Run<T>(T* x, PackedMatrix<T> weights, T* y, Epilogue<T> end) where T : unmanaged;
}
