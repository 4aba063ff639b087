using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A dense layer along any axes, which an einsum equation tells: <c>activation(einsum(inputs, kernel) + bias)</c>. Keras: <c>keras.layers.EinsumDense</c>.</summary>
/// <param name="equation">Input, kernel and output, such as <c>abc,cd->abd</c>; <c>...</c> stands for further axes of input and output.</param>
/// <param name="outputShape">The output's shape without the batch and the axes of <c>...</c>; sizes that the input gives may be -1.</param>
/// <param name="activation">Applied to the result; linear if not given.</param>
/// <param name="biasAxes">The output axes that have a bias; null for none.</param>
/// <param name="kernelInitializer">Makes the kernel; Glorot uniform if not given.</param>
/// <param name="biasInitializer">Makes the bias; zeros if not given.</param>
[KerasObject("EinsumDense", Ignored = ["lora_rank"])]
public sealed partial class EinsumDense(
    string equation, Shape outputShape, Activation? activation = null, string? biasAxes = null,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null) : Layer
{
    /// <summary>Input, kernel and output.</summary>
    [Config]
    public string Equation { get; } = equation;

    /// <summary>The output's shape without the batch.</summary>
    [Config]
    public Shape OutputShape { get; } = outputShape;

    /// <summary>Applied to the result.</summary>
    [Config]
    public Activation Activation { get; } = activation ?? Activation.Linear;

    /// <summary>The output axes that have a bias.</summary>
    [Config]
    public string? BiasAxes { get; } = biasAxes;

    /// <summary>Makes the kernel.</summary>
    [Config]
    public Initializer KernelInitializer { get; } = kernelInitializer ?? new GlorotUniform();

    /// <summary>Makes the bias.</summary>
    [Config]
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Zeros();

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Penalty on the bias.</summary>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config]
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

    /// <summary>The kernel; null before the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The bias; null without one.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => Dialect == Dialect.Keras3;

    private protected override bool ListsActivityRegularizer => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        var (kernel, bias) = EinsumProjection.Parse(Name, Equation).WeightShapes(input, OutputShape, BiasAxes);
        Kernel = AddWeight("kernel", kernel, KernelInitializer, KernelRegularizer, KernelConstraint);
        if (bias is { } shape) Bias = AddWeight("bias", shape, BiasInitializer, BiasRegularizer, BiasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var product = Ops.Einsum([inputs, Read(Kernel!)], Equation);
        return Activation.Apply(Bias is null ? product : product + Read(Bias));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) =>
        Dialect == Dialect.Keras2 ? Shape.Unknown : EinsumProjection.Parse(Name, Equation).OutputShape(input, OutputShape);
}
