using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Densely connected layer: <c>activation(inputs · kernel + bias)</c> over the last axis. Keras: <c>keras.layers.Dense</c>.</summary>
/// <remarks>Input (batch, …, features), output (batch, …, units).</remarks>
[KerasObject("Dense", Ignored = ["lora_rank"])]
public sealed partial class Dense(
    int units,
    Activation? activation = null,
    bool useBias = true,
    Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null) : Layer
{
    /// <summary>Size of the output's last axis.</summary>
    [Config]
    public int Units { get; } = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "A Dense layer needs at least one unit.");

    /// <summary>Applied to the result; linear if not given.</summary>
    [Config]
    public Activation Activation { get; } = activation ?? Activation.Linear;

    /// <summary>Whether a bias is added.</summary>
    [Config]
    public bool UseBias { get; } = useBias;

    /// <summary>Makes the kernel; Glorot uniform if not given.</summary>
    [Config]
    public Initializer KernelInitializer { get; } = kernelInitializer ?? new GlorotUniform();

    /// <summary>Makes the bias; zeros if not given.</summary>
    [Config]
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Zeros();

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Penalty on the bias.</summary>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    /// <summary>Applied to the kernel after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Applied to the bias after each training step.</summary>
    [Config]
    public Constraint? BiasConstraint { get; init; }

    /// <summary>How a quantized layer computes (Keras 3); quantized layers can't be read, so there is none.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public string? QuantizationConfig { get; init; }

    /// <summary>The matrix, (features, units); null before the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The bias, (units); null without one.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Kernel = AddWeight("kernel", [input[^1], Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        if (UseBias) Bias = AddWeight("bias", [Units], BiasInitializer, BiasRegularizer, BiasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var product = LinearAlgebra.LastAxisProduct(inputs, Read(Kernel!));
        return Activation.Apply(Bias is null ? product : Ops.BiasAdd(product, Read(Bias)));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input[..^1].Append(Units);
}
