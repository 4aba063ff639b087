using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What the cells that multiply inputs and states by a kernel each have in common.</summary>
[KerasObject]
public abstract partial class DenseRNNCell : RNNCell
{
    private SeedGenerator? generator;

    private protected DenseRNNCell(int units, DenseRecurrentLayer? layer)
    {
        Units = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "A recurrent layer needs at least one unit.");
        if (layer is null) return;
        (Name, DTypePolicy, Trainable) = (layer.CellName, layer.DTypePolicy, layer.Trainable);
        (Activation, UseBias, Dropout, RecurrentDropout, Seed) = (layer.Activation, layer.UseBias, layer.Dropout, layer.RecurrentDropout, layer.Seed);
        (KernelInitializer, RecurrentInitializer, BiasInitializer) = (layer.KernelInitializer, layer.RecurrentInitializer, layer.BiasInitializer);
        (KernelRegularizer, RecurrentRegularizer, BiasRegularizer) = (layer.KernelRegularizer, layer.RecurrentRegularizer, layer.BiasRegularizer);
        (KernelConstraint, RecurrentConstraint, BiasConstraint) = (layer.KernelConstraint, layer.RecurrentConstraint, layer.BiasConstraint);
    }

    /// <summary>The size of the output and of each state.</summary>
    [Config]
    public int Units { get; }

    /// <summary>Applied to what becomes the state; tanh if not given.</summary>
    [Config]
    public Activation Activation { get; init; } = "tanh";

    /// <summary>Whether a bias is added.</summary>
    [Config]
    public bool UseBias { get; init; } = true;

    /// <summary>Makes the inputs' kernel.</summary>
    [Config]
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Makes the states' kernel.</summary>
    [Config]
    public Initializer RecurrentInitializer { get; init; } = new Orthogonal();

    /// <summary>Makes the bias.</summary>
    [Config]
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>Penalty on the inputs' kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Penalty on the states' kernel.</summary>
    [Config]
    public Regularizer? RecurrentRegularizer { get; init; }

    /// <summary>Penalty on the bias.</summary>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Applied to the inputs' kernel after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Applied to the states' kernel after each training step.</summary>
    [Config]
    public Constraint? RecurrentConstraint { get; init; }

    /// <summary>Applied to the bias after each training step.</summary>
    [Config]
    public Constraint? BiasConstraint { get; init; }

    /// <summary>The share of inputs that become zero while training, the same ones in all steps.</summary>
    [Config]
    public double Dropout { get; init; }

    /// <summary>The share of states that become zero while training, the same ones in all steps.</summary>
    [Config]
    public double RecurrentDropout { get; init; }

    /// <summary>Makes dropout reproducible (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? Seed { get; init; }

    /// <summary>The inputs' kernel, (features, gates · units); null before the cell is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The states' kernel, (units, gates · units); null before the cell is built.</summary>
    public Weight? RecurrentKernel { get; private set; }

    /// <summary>The bias; null without one.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSizes => [Units];

    /// <summary>How many times the units there are columns in the kernels.</summary>
    private protected abstract int Gates { get; }

    private protected virtual Shape BiasShape => [Gates * Units];

    private protected virtual Initializer BiasStart => BiasInitializer;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Kernel = AddWeight("kernel", [input[^1], Gates * Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        RecurrentKernel = AddWeight("recurrent_kernel", [Units, Gates * Units], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        if (UseBias) Bias = AddWeight("bias", BiasShape, BiasStart, BiasRegularizer, BiasConstraint);
        if (Dropout > 0 || RecurrentDropout > 0) generator = AddGenerator(Seed);
    }

    /// <summary>The inputs' part of a step, for one time or for all at once.</summary>
    private protected virtual Tensor Project(Tensor inputs)
    {
        var product = LinearAlgebra.LastAxisProduct(inputs, Read(Kernel!));
        return Bias is null ? product : Ops.BiasAdd(product, Read(Bias));
    }

    /// <summary>A step from the inputs' part; state 0 is multiplied by the kernel.</summary>
    private protected abstract (Tensor Output, Tensor[] States) Step(Tensor projected, Tensor[] states);

    /// <inheritdoc/>
    protected sealed override (Tensor Output, Tensor[] States) Step(Tensor inputs, Tensor[] states, bool training)
    {
        var run = Begin(inputs, states, training);
        return run.Step(run.Prepare(inputs), states);
    }

    internal sealed override CellRun Begin(Tensor example, Tensor[] states, bool training)
    {
        var inputMask = training && Dropout > 0 ? RandomMask.Drop(Ops.OnesLike(example), Dropout, null, generator!) : null;
        var stateMask = training && RecurrentDropout > 0 ? RandomMask.Drop(Ops.OnesLike(states[0]), RecurrentDropout, null, generator!) : null;
        return new(
            inputs => Project(inputMask is null ? inputs : inputs * inputMask),
            (projected, current) => Step(projected, stateMask is null ? current : [current[0] * stateMask, .. current[1..]]));
    }
}
