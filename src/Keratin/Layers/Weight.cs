using Keratin.Constraints;
using Keratin.Regularizers;

namespace Keratin.Layers;

/// <summary>A variable that belongs to a layer: its path in the model, and what keeps its values in bounds.</summary>
public sealed class Weight : Variable
{
    internal Weight(Layer owner, string name, DType dtype, Shape shape, Func<EagerTensor> initializer, bool trainable) : base(dtype, shape, initializer, name, trainable) =>
        Owner = owner;

    /// <summary>The layer that added it.</summary>
    public Layer Owner { get; }

    /// <summary>The layers around it and its name: <c>dense/kernel</c>.</summary>
    /// <remarks>Keras 2 makes the weights of a layer that learns before training outside of the model, so that they have no path.</remarks>
    public string Path => Owner is PreprocessingLayer && Owner.Dialect == Serialization.Dialect.Keras2 ? Name : $"{Owner.Path}/{Name}";

    /// <summary>Adds to the loss, if given.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>Applied after each step of an optimizer, if given.</summary>
    public Constraint? Constraint { get; init; }
}
