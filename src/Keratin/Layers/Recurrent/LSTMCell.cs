using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What an LSTM layer and its cell are set up with: one set of arguments, in Keras's order.</summary>
[KerasObject]
public abstract partial class LSTMSettings : Layer
{
    private protected LSTMSettings(int units) =>
        Units = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "An LSTM needs at least one unit.");

    /// <summary>The size of the output and of each of the two states.</summary>
    [Config]
    public int Units { get; }

    /// <summary>Applied to candidates and to the cell state; tanh if not given.</summary>
    [Config]
    public Activation Activation { get; init; } = "tanh";

    /// <summary>Applied to the gates; sigmoid if not given.</summary>
    [Config]
    public Activation RecurrentActivation { get; init; } = "sigmoid";

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

    /// <summary>Whether the forget gate's bias starts at one.</summary>
    [Config]
    public bool UnitForgetBias { get; init; } = true;

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

    /// <summary>The share of inputs that become zero while training.</summary>
    [Config]
    public double Dropout { get; init; }

    /// <summary>The share of states that become zero while training.</summary>
    [Config]
    public double RecurrentDropout { get; init; }

    /// <summary>How Keras 2 orders the products; the results are the same.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public int Implementation { get; init; } = 2;

    /// <summary>Makes dropout reproducible (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? Seed { get; init; }
}

/// <summary>One step of a long short-term memory. Keras: <c>keras.layers.LSTMCell</c>.</summary>
/// <remarks>Input (batch, features) and the states [h, c], each (batch, units); gives h and the new states.</remarks>
[KerasObject("LSTMCell")]
public sealed partial class LSTMCell(int units) : LSTMSettings(units)
{
    private SeedGenerator? generator;

    /// <summary>The inputs' kernel, (features, 4 · units): input gate, forget gate, candidate, output gate.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The states' kernel, (units, 4 · units).</summary>
    public Weight? RecurrentKernel { get; private set; }

    /// <summary>The bias, (4 · units); null without one.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => ["sequence", "states"];

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Kernel = AddWeight("kernel", [input[^1], 4 * Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        RecurrentKernel = AddWeight("recurrent_kernel", [Units, 4 * Units], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        if (UseBias) Bias = AddWeight("bias", [4 * Units], UnitForgetBias ? new ForgetBias(BiasInitializer) : BiasInitializer, BiasRegularizer, BiasConstraint);
        if (Dropout > 0 || RecurrentDropout > 0) generator = AddGenerator(Seed);
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        var states = inputs.Count == 3 ? (Tensors)inputs.AsSpan()[1..].ToArray() : context.List("states");
        if (states.Count != 2) throw new ArgumentException($"Layer '{Name}' (LSTMCell) needs its two states h and c; {states.Count} were given.");
        var x = context.Training && Dropout > 0 ? RandomMask.Drop(inputs[0], Dropout, null, generator!) : inputs[0];
        var h = context.Training && RecurrentDropout > 0 ? RandomMask.Drop(states[0], RecurrentDropout, null, generator!) : states[0];
        var (output, cell) = Step(Project(x), h, states[1]);
        return (Tensor[])[output, output, cell];
    }

    /// <summary>The inputs' part of gates and candidate, for one step or for all at once.</summary>
    internal Tensor Project(Tensor inputs)
    {
        var product = LinearAlgebra.LastAxisProduct(inputs, Read(Kernel!));
        return Bias is null ? product : Ops.BiasAdd(product, Read(Bias));
    }

    /// <summary>The new states from the inputs' part and the old states.</summary>
    internal (Tensor H, Tensor C) Step(Tensor projected, Tensor h, Tensor c)
    {
        var gates = Ops.Split(projected + Ops.MatMul(h, Read(RecurrentKernel!)), 4, axis: -1);
        var input = RecurrentActivation.Apply(gates[0]);
        var forget = RecurrentActivation.Apply(gates[1]);
        var cell = forget * c + input * Activation.Apply(gates[2]);
        var output = RecurrentActivation.Apply(gates[3]);
        return (output * Activation.Apply(cell), cell);
    }

    internal Tensor DropInputs(Tensor sequence) => Dropout > 0 ? RandomMask.Drop(sequence, Dropout, Shape.Of(1, -1, -1), generator!) : sequence;

    internal Tensor? RecurrentMask(Tensor h) => RecurrentDropout > 0 ? RandomMask.Drop(Ops.OnesLike(h), RecurrentDropout, null, generator!) : null;

    /// <summary>A bias whose forget gate starts at one.</summary>
    private sealed class ForgetBias(Initializer others) : Initializer
    {
        public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
        {
            long units = shape[0] / 4;
            using (Graphs.FunctionGraph.Suspend())
                return Ops.Concat([others.Create([units], dtype), new Ones().Create([units], dtype), others.Create([2 * units], dtype)], 0).Value;
        }
    }
}
