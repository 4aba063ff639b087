using Keratin.Layers;

namespace Keratin.Training;

/// <summary>Data for one step: inputs, targets and weights, each with the samples along the first axis.</summary>
/// <param name="X">Inputs.</param>
/// <param name="Y">Targets; empty for prediction.</param>
/// <param name="SampleWeight">Weights of the samples, for each output or for all; empty for none.</param>
public readonly record struct Batch(Tensors X, Tensors Y = default, Tensors SampleWeight = default)
{
    /// <summary>The number of samples.</summary>
    public int Size => X.Count > 0 && X[0].Rank > 0 ? checked((int)X[0].Shape[0]) : 1;

    /// <summary>All tensors in order: inputs, targets, weights.</summary>
    internal Tensor[] Flatten() => [.. X, .. Y, .. SampleWeight];

    /// <summary>A batch of other tensors in the same arrangement.</summary>
    internal Batch With(ReadOnlySpan<Tensor> flat) => new(
        X.With(flat[..X.Count]), Y.With(flat.Slice(X.Count, Y.Count)), SampleWeight.With(flat[(X.Count + Y.Count)..]));
}
