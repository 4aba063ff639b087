using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Scales by the root of the mean square along one or several axes, and by trained factors. Keras 3: <c>keras.layers.RMSNormalization</c>.</summary>
/// <param name="axis">The axes; the last if not given.</param>
/// <param name="epsilon">Added to the mean square.</param>
[KerasObject("RMSNormalization")]
public sealed partial class RMSNormalization(AxisList? axis = null, double epsilon = 1e-6) : Layer
{
    /// <summary>The axes along which the mean is taken; a list once the layer is built.</summary>
    [Config]
    public AxisList Axis { get; private set; } = axis ?? -1;

    /// <summary>Added to the mean square.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>The trained factors; null before the layer is built.</summary>
    public Weight? Scale { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Axis = Axis.Values.ToArray().Order().ToArray();
        Scale = AddWeight("scale", Shape.Create(Array.ConvertAll(Axis.For(input.Rank), axis => input[axis])), new Ones());
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var axes = Axis.For(inputs.Rank);
        var x = inputs.DType is DType.Half or DType.BFloat16 ? Ops.Cast(inputs, DType.Float32) : inputs;
        var scale = Scale!.Value.DType == x.DType ? Scale.Value : Ops.Cast(Scale.Value, x.DType);
        var result = x * Ops.Rsqrt(Ops.Mean(Ops.Square(x), axes, keepDims: true) + (float)Epsilon) * scale;
        return result.DType == inputs.DType ? result : Ops.Cast(result, inputs.DType);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
