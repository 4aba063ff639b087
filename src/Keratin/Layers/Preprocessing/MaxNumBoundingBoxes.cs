using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Brings the boxes around things in images to one number: those beyond it are left out, missing ones filled in. Keras 3: <c>keras.layers.MaxNumBoundingBoxes</c>.</summary>
/// <remarks>
/// Called on a dictionary with <c>boxes</c> (batch, number, 4) and <c>labels</c> (batch, number), which Keras has under <c>bounding_boxes</c>;
/// images, and whatever else there is, pass.
/// </remarks>
/// <param name="maxNumber">The number of boxes.</param>
[KerasObject("MaxNumBoundingBoxes")]
public sealed partial class MaxNumBoundingBoxes(int maxNumber) : Layer
{
    /// <summary>Where the channels are.</summary>
    [Config]
    public DataFormat DataFormat { get; init; }

    /// <summary>How boxes are given; it makes no difference here.</summary>
    [Config(OmitNull = Dialect.Keras2 | Dialect.Keras3)]
    public string? BoundingBoxFormat { get; init; }

    /// <summary>The number of boxes.</summary>
    [Config]
    public int MaxNumber { get; } = maxNumber > 0 ? maxNumber : throw new ArgumentOutOfRangeException(nameof(maxNumber), maxNumber, "There must be at least one box.");

    /// <summary>What fills the boxes and labels that are missing. Keras doesn't write it: a layer from a file has -1.</summary>
    public int FillValue { get; init; } = -1;

    private protected override bool Autocast => false;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        if (inputs.Names is not { } names) return inputs;
        var outputs = inputs.ToArray();
        for (int i = 0; i < outputs.Length; i++)
            if (names[i] is "boxes" or "labels") outputs[i] = Fitted(outputs[i]);
        return inputs.With(outputs);
    }

    private Tensor Fitted(Tensor boxes)
    {
        var kept = boxes[.., ..MaxNumber];
        var missing = MaxNumber - Sizing.Of(kept, 1);
        Tensor[] paddings = boxes.Rank == 3 ? [0, 0, 0, missing, 0, 0] : [0, 0, 0, missing];
        var filled = Ops.PadV2(kept, Ops.Reshape(Sizing.Shape(paddings), new[] { -1, 2 }), Scalars.Like(boxes, FillValue));
        return Ops.Reshape(filled, boxes.Rank == 3 ? new[] { -1, MaxNumber, 4 } : [-1, MaxNumber]);
    }
}
