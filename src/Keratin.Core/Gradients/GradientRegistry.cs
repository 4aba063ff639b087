using System.Collections.Concurrent;
using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>How the gradients of an op's outputs become those of its inputs.</summary>
/// <param name="operation">The operation as it was run or recorded.</param>
/// <param name="outputGradients">One for each output; null where none arrived. May be <see cref="IndexedSlices"/>, which ops take as dense.</param>
/// <returns>One for each input, null where the op is not differentiable in it.</returns>
public delegate Tensor?[] GradientFunction(Operation operation, Tensor?[] outputGradients);

/// <summary>Gradients by op name (<c>tf.RegisterGradient</c>), written over the vocabulary itself, so that any engine runs them.</summary>
public static class GradientRegistry
{
    private static readonly ConcurrentDictionary<string, GradientFunction> Registered = new();

    /// <summary>Sets the gradient of an op, also in place of the built-in one.</summary>
    public static void Register(string op, GradientFunction gradient) => Registered[op] = gradient;

    /// <summary>The gradient of an op, or null.</summary>
    public static GradientFunction? Find(string op) =>
        Registered.TryGetValue(op, out var gradient) ? gradient : BuiltIn(op);

    // Each family is a switch over names: nothing is built at start-up.
    private static GradientFunction? BuiltIn(string op) =>
        ArrayGradients.Find(op) ?? SliceGradients.Find(op) ?? GatherGradients.Find(op) ?? SegmentGradients.Find(op) ?? SparseGradients.Find(op) ?? SelectionGradients.Find(op) ?? NeuralGradients.Find(op)
        ?? UnaryGradients.Find(op) ?? BinaryGradients.Find(op) ?? ActivationGradients.Find(op) ?? SelectGradients.Find(op) ?? ReductionGradients.Find(op)
        ?? MatMulGradients.Find(op) ?? EinsumGradients.Find(op) ?? DiagonalGradients.Find(op) ?? LinearAlgebraGradients.Find(op) ?? FourierGradients.Find(op) ?? ListGradients.Find(op) ?? FunctionalGradients.Find(op);
}
