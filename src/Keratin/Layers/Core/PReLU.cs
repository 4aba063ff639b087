using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>x, or <c>alpha · x</c> below 0 with a trained alpha for each element. Keras: <c>keras.layers.PReLU</c>.</summary>
/// <param name="alphaInitializer">Makes the slopes; zeros if not given.</param>
/// <param name="sharedAxes">Axes from 1 up along which there is one slope for all elements.</param>
[KerasObject("PReLU", "p_re_lu")]
public sealed partial class PReLU(Initializer? alphaInitializer = null, int[]? sharedAxes = null) : Layer
{
    /// <summary>Makes the slopes.</summary>
    [Config]
    public Initializer AlphaInitializer { get; } = alphaInitializer ?? new Zeros();

    /// <summary>Penalty on the slopes.</summary>
    [Config]
    public Regularizer? AlphaRegularizer { get; init; }

    /// <summary>Applied to the slopes after each training step.</summary>
    [Config]
    public Constraint? AlphaConstraint { get; init; }

    /// <summary>Axes from 1 up along which there is one slope for all elements.</summary>
    [Config]
    public int[]? SharedAxes { get; } = sharedAxes;

    /// <summary>The slopes below 0, the shape of a sample; null before the layer is built.</summary>
    public Weight? Alpha { get; private set; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        var shape = input[1..];
        foreach (int axis in SharedAxes ?? [])
        {
            if (axis < 1 || axis > shape.Rank) throw new ArgumentException($"Layer '{Name}' shares slopes along axis {axis}; its input {input} has the axes 1 to {shape.Rank} behind the batch.");
            shape = shape.With(axis - 1, 1);
        }
        Alpha = AddWeight("alpha", shape, AlphaInitializer, AlphaRegularizer, AlphaConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Relu(inputs) - Read(Alpha!) * Ops.Relu(-inputs);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
