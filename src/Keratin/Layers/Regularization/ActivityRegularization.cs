using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Passes its inputs on and penalises them. Keras: <c>keras.layers.ActivityRegularization</c>.</summary>
[KerasObject("ActivityRegularization")]
public sealed partial class ActivityRegularization : Layer
{
    /// <summary>Penalises the sums of absolute values and of squares.</summary>
    /// <param name="l1">The weight of absolute values.</param>
    /// <param name="l2">The weight of squares.</param>
    public ActivityRegularization(double l1 = 0, double l2 = 0)
    {
        (L1, L2) = (l1, l2);
        ActivityRegularizer = new L1L2(l1, l2);
    }

    /// <summary>The weight of absolute values.</summary>
    [Config]
    public double L1 { get; }

    /// <summary>The weight of squares.</summary>
    [Config]
    public double L2 { get; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    // The two weights say it all.
    private protected override bool ListsActivityRegularizer => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Identity(inputs);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
