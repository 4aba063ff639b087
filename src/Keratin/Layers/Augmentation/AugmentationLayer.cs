using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that change images at random while training, and pass them on otherwise.</summary>
/// <remarks>Input and output (batch, height, width, channels), or one image; channels come first with <see cref="DataFormat.ChannelsFirst"/> (Keras 3).</remarks>
[KerasObject]
public abstract partial class AugmentationLayer : Layer
{
    private SeedGenerator? generator;

    private protected AugmentationLayer()
    {
    }

    /// <summary>Makes the choice reproducible.</summary>
    [Config]
    public int? Seed { get; init; }

    /// <summary>Where the channels are.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public DataFormat DataFormat { get; init; }

    // Keras 2's way of drawing numbers; here they are drawn statelessly always.
    [Config(Dialect = Dialect.Keras2, OmitNull = Dialect.Keras2)]
    internal string? RngType { get; private init; }

    private protected override bool Autocast => false;

    private protected override bool TrainsByDefault => Dialect == Dialect.Keras3;

    /// <summary>Changes a batch, (batch, height, width, channels) in the compute dtype.</summary>
    private protected abstract Tensor Augment(Tensor images, SeedGenerator random);

    /// <summary>What images become while not training.</summary>
    private protected virtual Tensor PassOn(Tensor images) => images;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => ImageBatch.CheckRank(this, inputs);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var images = inputs.DType == ComputeDType ? inputs : Ops.Cast(inputs, ComputeDType);
        // The generator is made once, be it that a function is being traced.
        generator ??= AddGenerator(Seed);
        return ImageBatch.Apply(images, DataFormat, batch => context.Training ? Augment(batch, generator) : PassOn(batch));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <summary>A number for each image, or one for all, between two limits.</summary>
    private protected static Tensor Draw(Tensor images, SeedGenerator random, double from, double to, bool each = true)
    {
        var noise = Ops.StatelessRandomUniform(each ? Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1) : Array.Empty<int>(), random.Next(), images.DType);
        return noise * Scalars.Like(images, to - from) + Scalars.Like(images, from);
    }

    /// <summary>The limits that a factor gives: those of a list; of one number, that much on either side.</summary>
    private protected static (double Low, double High) Limits(Numbers factor) =>
        factor.Values.Length > 1 ? (factor.Values[0], factor.Values[1]) : (-factor.Values[0], factor.Values[0]);

    /// <summary>Values of one range as those of another.</summary>
    private protected static Tensor Convert(Tensor images, double low, double high, double newLow, double newHigh) =>
        low == newLow && high == newHigh ? images : (images - Scalars.Like(images, low)) / Scalars.Like(images, high - low) * Scalars.Like(images, newHigh - newLow) + Scalars.Like(images, newLow);

    private protected static Tensor Clip(Tensor images, double low, double high) => Ops.Minimum(Ops.Maximum(images, Scalars.Like(images, low)), Scalars.Like(images, high));
}
