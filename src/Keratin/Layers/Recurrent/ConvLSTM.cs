using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What long short-term memories over sequences of images (or rows, or volumes) have in common: the products are convolutions.</summary>
[KerasObject]
public abstract partial class ConvLSTM : RecurrentLayer
{
    private readonly int rank;

    private protected ConvLSTM(int rank, int filters, Sizes kernelSize, Sizes strides, Padding padding, DataFormat dataFormat, Sizes dilationRate) : base("conv_lstm_cell")
    {
        this.rank = rank;
        if (filters < 1) throw new ArgumentOutOfRangeException(nameof(filters), filters, "A convolution needs at least one filter.");
        (Filters, Padding, DataFormat) = (filters, padding, dataFormat);
        (KernelSize, Strides, DilationRate) = (kernelSize.ForRank(rank, "kernel_size"), strides.ForRank(rank, "strides"), dilationRate.ForRank(rank, "dilation_rate"));
    }

    /// <summary>The number of output channels.</summary>
    [Config]
    public int Filters { get; }

    /// <summary>The filters' sizes.</summary>
    [Config]
    public Sizes KernelSize { get; }

    /// <summary>How far the filters over the inputs move from one output to the next.</summary>
    [Config]
    public Sizes Strides { get; }

    /// <summary>What happens at the border of the inputs.</summary>
    [Config]
    public Padding Padding { get; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    /// <summary>The distance between the inputs of a filter.</summary>
    [Config]
    public Sizes DilationRate { get; }

    /// <summary>Applied to candidates and to the memory; tanh if not given.</summary>
    [Config]
    public Activation Activation { get; init; } = "tanh";

    /// <summary>Applied to the gates; sigmoid if not given, in Keras 2 hard_sigmoid.</summary>
    [Config]
    public Activation RecurrentActivation { get; init; } = Dialects.Current == Dialect.Keras2 ? "hard_sigmoid" : "sigmoid";

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

    /// <summary>Penalty on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    private protected override bool ListsActivityRegularizer => true;

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

    /// <summary>Makes dropout reproducible (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? Seed { get; init; }

    private protected override int InputRank => rank + 3;

    private protected override bool NamesSublayers => Dialect == Dialect.Keras3;

    private protected override RNNCell MakeCell() => new ConvLSTMCell(this, rank);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (ReturnState || Cell is not ConvLSTMCell cell || input.Rank != InputRank) return Shape.Unknown;
        var output = cell.OutputShape(input[2..].Prepend(input[0]));
        return ReturnSequences ? [output[0], input[1], .. output.Dims[1..]] : output;
    }
}
