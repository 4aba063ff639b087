using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>What a product does with its results at last. Its inputs are x and the weights, then the bias, the sum and the weights' identity, as far as there are such.</summary>
/// <param name="HasBias">Whether a number is added for each channel.</param>
/// <param name="HasSum">Whether the results are added to those of another step.</param>
/// <param name="Activation">Applied last.</param>
/// <param name="Alpha">The activation's parameter.</param>
internal readonly record struct ProductEnd(bool HasBias, bool HasSum, Activation Activation, double Alpha)
{
    public int SumInput => HasBias ? 3 : 2;

    public int IdentityInput => SumInput + (HasSum ? 1 : 0);

    public unsafe Epilogue<T> For<T>(in KernelArgs args) where T : unmanaged => new(HasBias ? args.In<T>(2) : null, Activation, Alpha);
}
