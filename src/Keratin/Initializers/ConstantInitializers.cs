using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>Zeros (<c>keras.initializers.Zeros</c>).</summary>
[KerasObject("Zeros", "zero")]
public sealed partial class Zeros : Initializer
{
    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) => Tensor.Zeros(shape, dtype);
}

/// <summary>Ones (<c>keras.initializers.Ones</c>).</summary>
[KerasObject("Ones", "one")]
public sealed partial class Ones : Initializer
{
    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) => HostTensor.Filled(1, shape, dtype);
}

/// <summary>A given value everywhere, or a given tensor (<c>keras.initializers.Constant</c>).</summary>
[KerasObject("Constant")]
public sealed partial class Constant : Initializer
{
    /// <summary>The same number everywhere.</summary>
    public Constant(double value = 0) => Value = Tensor.Scalar(value);

    /// <summary>A tensor of as many elements as the weight has, or of one.</summary>
    public Constant(Tensor value) => Value = value.Value;

    /// <summary>The number or tensor.</summary>
    [Config]
    public EagerTensor Value { get; private set; }

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
    {
        double[] values = HostTensor.ToDoubles(Value);
        return values.Length == 1 ? HostTensor.Filled(values[0], shape, dtype)
            : values.Length == shape.ElementCount ? HostTensor.From(values, shape, dtype)
            : throw new ArgumentException($"A constant of shape {Value.Shape} can't become a weight of shape {shape}.", nameof(shape));
    }
}

/// <summary>The identity matrix times <paramref name="gain"/>; for matrices only (<c>keras.initializers.Identity</c>).</summary>
/// <param name="gain">What stands on the diagonal.</param>
[KerasObject("Identity", "IdentityInitializer")]
public sealed partial class Identity(double gain = 1) : Initializer
{
    /// <summary>What stands on the diagonal.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public double Gain { get; } = gain;

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
    {
        if (shape.Rank != 2) throw new ArgumentException($"The Identity initializer makes matrices; the weight's shape is {shape}.", nameof(shape));
        var values = new double[shape.ElementCount];
        for (long i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = Gain;
        return HostTensor.From(values, shape, dtype);
    }
}
