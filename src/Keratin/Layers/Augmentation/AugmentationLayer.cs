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

    /// <summary>Draws what is to be done to a batch, (batch, height, width, channels) in the compute dtype, and returns what does it.</summary>
    /// <remarks>What is drawn depends on the batch's shape alone, so that layers made of others can draw for all of them first.</remarks>
    internal abstract Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random);

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
        return ImageBatch.Apply(images, DataFormat, batch => context.Training ? Prepare(batch, generator)(batch) : PassOn(batch));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <summary>A number for each image, or one for all, between two limits; drawn as float32 unless told.</summary>
    private protected static Tensor Draw(Tensor images, SeedGenerator random, double from, double to, bool each = true, DType dtype = DType.Float32)
    {
        var drawn = Uniform(each ? Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1) : Array.Empty<int>(), random, from, to, dtype);
        return drawn.DType == images.DType ? drawn : Ops.Cast(drawn, images.DType);
    }

    /// <summary>Numbers of a shape between two limits, as <c>keras.random.uniform</c> draws them.</summary>
    private protected static Tensor Uniform(Tensor shape, SeedGenerator random, double from, double to, DType dtype)
    {
        Tensor noise = Ops.StatelessRandomUniform(shape, random.Next(), dtype), least = Scalars.Like(dtype, from);
        return noise * (Scalars.Like(dtype, to) - least) + least;
    }

    /// <summary>Whether each image is changed, with a chance that is drawn between two limits itself.</summary>
    private protected static Tensor Choose(Tensor images, SeedGenerator random, (double Low, double High) chance)
    {
        var limit = Draw(images, random, chance.Low, chance.High);
        return Draw(images, random, 0, 1) < limit;
    }

    /// <summary>The limits that a factor gives: those of a list; of one number, that much on either side, as far as it may go down.</summary>
    private protected static (double Low, double High) Limits(Numbers factor, double least = double.NegativeInfinity)
    {
        double a = factor.Values[0];
        if (factor.Values.Length > 1) return (Math.Min(a, factor.Values[1]), Math.Max(a, factor.Values[1]));
        return (Math.Max(-Math.Abs(a), least), Math.Abs(a));
    }

    /// <summary>Values of one range as those of another.</summary>
    private protected static Tensor Convert(Tensor images, double low, double high, double newLow, double newHigh) =>
        low == newLow && high == newHigh ? images : (images - Scalars.Like(images, low)) / Scalars.Like(images, high - low) * Scalars.Like(images, newHigh - newLow) + Scalars.Like(images, newLow);

    /// <summary>Brightness alone, in one channel.</summary>
    private protected static Tensor Grey(Tensor images) => images.Shape[3] == 1 ? images
        : Ops.Sum(images * Ops.Cast(Tensor.From([0.2989f, 0.5870f, 0.1140f]), images.DType), new[] { -1 }, keepDims: true);

    private protected static Tensor Clip(Tensor images, double low, double high) => Ops.Minimum(Ops.Maximum(images, Scalars.Like(images, low)), Scalars.Like(images, high));
}
