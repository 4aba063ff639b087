using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What <see cref="LSTM"/>, <see cref="GRU"/> and <see cref="SimpleRNN"/> have in common: the settings of their cells.</summary>
[KerasObject]
public abstract partial class DenseRecurrentLayer : RecurrentLayer
{
    private protected DenseRecurrentLayer(int units, string cellName) : base(cellName) =>
        Units = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "A recurrent layer needs at least one unit.");

    /// <inheritdoc cref="DenseRNNCell.Units"/>
    [Config]
    public int Units { get; }

    /// <inheritdoc cref="DenseRNNCell.Activation"/>
    [Config]
    public Activation Activation { get; init; } = "tanh";

    /// <inheritdoc cref="DenseRNNCell.UseBias"/>
    [Config]
    public bool UseBias { get; init; } = true;

    /// <inheritdoc cref="DenseRNNCell.KernelInitializer"/>
    [Config]
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <inheritdoc cref="DenseRNNCell.RecurrentInitializer"/>
    [Config]
    public Initializer RecurrentInitializer { get; init; } = new Orthogonal();

    /// <inheritdoc cref="DenseRNNCell.BiasInitializer"/>
    [Config]
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <inheritdoc cref="DenseRNNCell.KernelRegularizer"/>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <inheritdoc cref="DenseRNNCell.RecurrentRegularizer"/>
    [Config]
    public Regularizer? RecurrentRegularizer { get; init; }

    /// <inheritdoc cref="DenseRNNCell.BiasRegularizer"/>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    private protected override bool ListsActivityRegularizer => true;

    /// <inheritdoc cref="DenseRNNCell.KernelConstraint"/>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <inheritdoc cref="DenseRNNCell.RecurrentConstraint"/>
    [Config]
    public Constraint? RecurrentConstraint { get; init; }

    /// <inheritdoc cref="DenseRNNCell.BiasConstraint"/>
    [Config]
    public Constraint? BiasConstraint { get; init; }

    /// <inheritdoc cref="DenseRNNCell.Dropout"/>
    [Config]
    public double Dropout { get; init; }

    /// <inheritdoc cref="DenseRNNCell.RecurrentDropout"/>
    [Config]
    public double RecurrentDropout { get; init; }

    /// <inheritdoc cref="DenseRNNCell.Seed"/>
    [Config(Dialect = Dialect.Keras3)]
    public int? Seed { get; init; }
}
