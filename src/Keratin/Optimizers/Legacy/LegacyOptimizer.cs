using System.Runtime.CompilerServices;
using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>
/// The optimizers that Keras had before 2.11 (<c>keras.optimizers.legacy</c>): a learning rate that decays with the step's inverse,
/// slots grouped by kind, sparse gradients that leave other rows alone.
/// </summary>
[KerasObject(Module = "keras.optimizers.legacy", LegacyPackage = "")]
public abstract partial class LegacyOptimizer(LearningRate learningRate) : Optimizer(learningRate)
{
    /// <summary>In step n the learning rate is divided by <c>1 + decay · n</c>.</summary>
    [Config]
    public double Decay { get; init; }

    private protected override string DefaultName => ClassName;

    private protected override string IterationsName => "iter";

    private protected override string StateName(string name) => $"{Name}/{name}";

    private protected override string SlotName(string path, string name) => $"{Name}/{path}/{name}";

    /// <inheritdoc/>
    public override Tensor CurrentLearningRate()
    {
        var rate = base.CurrentLearningRate();
        return Decay > 0 ? rate / (1.0 + Decay * Ops.Cast(Iterations.Value, DType.Float32)) : rate;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        writer.Key("name"u8);
        writer.Value(Name);
        WriteGiven("clipnorm", ClipNorm);
        WriteGiven("clipvalue", ClipValue);
        WriteGiven("global_clipnorm", GlobalClipNorm);
        writer.Key("learning_rate"u8);
        if (LearningRate.Schedule is { } schedule) writer.Object(schedule); else writer.Value(LearningRate.Value);
        writer.Key("decay"u8);
        writer.Value(Decay);

        void WriteGiven(string key, double? value)
        {
            if (value is null) return;
            writer.Key(key);
            writer.Value(value);
        }
    }

    /// <summary>A hyperparameter as a step uses it.</summary>
    private protected Tensor Scalar(Hyperparameter number, DType dtype) => CastTo(number.VariableOf(this).Value, dtype);

    private protected static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "It has to be 0 or more.");

    /// <summary>The rows of a sparse gradient, each once, and their numbers.</summary>
    private protected static (Tensor Values, Tensor Indices) UniqueRows(IndexedSlices gradient)
    {
        var (rows, places) = Ops.Unique(gradient.Indices, DType.Int32);
        return (Ops.UnsortedSegmentSum(gradient.Values, places, Ops.Size(rows)), rows);
    }
}
