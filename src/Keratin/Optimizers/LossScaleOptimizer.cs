using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>
/// Scales losses so that gradients of small floats don't vanish: up after many good steps, down after a step whose gradients are not
/// finite, which is left out. Keras: <c>keras.optimizers.LossScaleOptimizer</c>, <c>keras.mixed_precision.LossScaleOptimizer</c>.
/// </summary>
[KerasObject("LossScaleOptimizer", "LossScaleOptimizerV3", Keys = ["name", "inner_optimizer", "dynamic", "initial_scale", "dynamic_growth_steps"], Ignored =
[
    "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum", "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps",
])]
public sealed partial class LossScaleOptimizer : WrappingOptimizer
{
    private const double Growth = 2, DefaultScale = 32768;
    private const int DefaultGrowthSteps = 2000;

    // Keras 2 has a class for today's optimizers and one for the legacy ones.
    private static readonly KerasClass s_keras2 = Keras2Class("LossScaleOptimizerV3"), s_keras2Legacy = Keras2Class("LossScaleOptimizer");

    private Variable? scale;
    private Variable? goodSteps;

    /// <summary>Wraps an optimizer.</summary>
    /// <param name="innerOptimizer">Does the steps.</param>
    /// <param name="dynamic">Whether the scale changes; Keras 3 knows no other.</param>
    /// <param name="initialScale">The scale at the start, 32768 unless given; a fixed one has to be given.</param>
    /// <param name="dynamicGrowthSteps">After so many good steps the scale doubles, 2000 unless given; a fixed one has none.</param>
    /// <exception cref="ArgumentException">The arguments don't go together.</exception>
    public LossScaleOptimizer(Optimizer innerOptimizer, bool dynamic = true, double? initialScale = null, int? dynamicGrowthSteps = null)
    {
        if (innerOptimizer is LossScaleOptimizer) throw new ArgumentException("A LossScaleOptimizer can't wrap another; give the optimizer within it.", nameof(innerOptimizer));
        if (!dynamic && IsKeras3) throw new ArgumentException("A scale that does not change is the inner optimizer's LossScaleFactor in Keras 3; set that.", nameof(dynamic));
        if (!dynamic && initialScale is null) throw new ArgumentException("A scale that does not change has to be given.", nameof(initialScale));
        if (!dynamic && dynamicGrowthSteps is not null) throw new ArgumentException("A scale that does not change has no steps of growth.", nameof(dynamicGrowthSteps));
        (InnerOptimizer, Dynamic, InitialScale) = (innerOptimizer, dynamic, initialScale ?? DefaultScale);
        DynamicGrowthSteps = dynamic ? dynamicGrowthSteps ?? DefaultGrowthSteps : null;
        // Else gradients would be scaled twice.
        innerOptimizer.LossScaleFactor = null;
    }

    /// <summary>The optimizer that does the steps.</summary>
    [Config]
    public Optimizer InnerOptimizer { get; }

    /// <summary>Whether the scale changes.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public bool Dynamic { get; }

    /// <summary>The scale at the start.</summary>
    [Config]
    public double InitialScale { get; }

    /// <summary>After so many good steps the scale doubles; null if it never changes.</summary>
    [Config]
    public int? DynamicGrowthSteps { get; }

    /// <summary>The scale that is in force, a float32 scalar.</summary>
    public Variable LossScale => scale ??= new Variable(Tensor.Scalar((float)InitialScale), IsKeras3 ? StateName("dynamic_scale") : "current_loss_scale", trainable: false);

    /// <summary>How many good steps there were since the scale changed.</summary>
    public Variable DynamicCounter => goodSteps ??= new Variable(Tensor.Scalar(0L), IsKeras3 ? StateName("step_counter") : "good_steps", trainable: false);

    /// <inheritdoc/>
    public override KerasClass? Class => IsKeras3 ? KerasClass : InnerOptimizer is Legacy.LegacyOptimizer ? s_keras2Legacy : s_keras2;

    /// <inheritdoc/>
    public override Variable Iterations => InnerOptimizer.Iterations;

    /// <inheritdoc/>
    public override Tensor UpdatesDone => InnerOptimizer.UpdatesDone;

    /// <inheritdoc/>
    public override Variable? LearningRateVariable => InnerOptimizer.LearningRateVariable;

    /// <summary>All state in Keras's order, the inner optimizer's last; in Keras 2 only the inner optimizer's.</summary>
    public override IReadOnlyList<Variable> Variables =>
        IsKeras3 ? [OwnIterations, OwnLearningRate, DynamicCounter, LossScale, .. InnerOptimizer.Variables] : InnerOptimizer.Variables;

    internal override IReadOnlyList<Variable> FreshVariables => IsKeras3 ? [OwnIterations, OwnLearningRate, .. InnerOptimizer.FreshVariables] : InnerOptimizer.FreshVariables;

    internal override bool IsTracedForTraining { get => InnerOptimizer.IsTracedForTraining; set => InnerOptimizer.IsTracedForTraining = value; }

    internal override IEnumerable<Variable> State => [DynamicCounter, LossScale, .. InnerOptimizer.State];

    internal override IEnumerable<(string Path, Optimizer Optimizer)> Wrapped => [("inner_optimizer", InnerOptimizer)];

    /// <inheritdoc/>
    public override Tensor CurrentLearningRate() => InnerOptimizer.CurrentLearningRate();

    /// <inheritdoc/>
    public override Tensor ScaleLoss(Tensor loss) => loss * CastTo(LossScale.Value, loss.DType);

    /// <inheritdoc/>
    public override void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        Build(variables);
        var current = LossScale.Value;
        // Keras 2 multiplies by the reciprocal, which may be smaller than its floats can tell.
        Func<Tensor, Tensor> unscale = IsKeras3 ? g => g / CastTo(current, g.DType) : g => g * CastTo(1.0 / current, g.DType);
        Tensor?[] unscaled = [.. gradients.Select(gradient => gradient is null ? null : Map(gradient, unscale))];
        if (!Dynamic)
        {
            InnerOptimizer.ApplyGradients(unscaled, variables);
            return;
        }
        var isFinite = AllFinite(IsKeras3 ? gradients : unscaled);
        // Keras 2 counts steps that were left out, too.
        var state = IsKeras3 ? InnerOptimizer.State : InnerOptimizer.State.Where(variable => variable != Iterations);
        ChangeIf(isFinite, [.. variables, .. state], () => InnerOptimizer.ApplyGradients(unscaled, variables));
        ChangeScale(current, isFinite);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        if (writer.Dialect == Dialect.Keras3)
        {
            writer.Key("name"u8);
            writer.Value(Name);
        }
        writer.Key("inner_optimizer"u8);
        writer.Object(InnerOptimizer, ObjectForm.Full);
        if (writer.Dialect == Dialect.Keras2)
        {
            writer.Key("dynamic"u8);
            writer.Value(Dynamic);
        }
        writer.Key("initial_scale"u8);
        writer.Value(InitialScale);
        writer.Key("dynamic_growth_steps"u8);
        writer.Value(DynamicGrowthSteps);
    }

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) => InnerOptimizer.Build(variables);

    private static KerasClass Keras2Class(string name) => new(typeof(LossScaleOptimizer), name, ReadConfig)
    {
        Module = "tf_keras.src.mixed_precision.loss_scale_optimizer",
        LegacyPackage = "",
        Unexported = true,
    };

    private static Tensor AllFinite(IReadOnlyList<Tensor?> gradients)
    {
        Tensor result = true;
        foreach (var gradient in gradients)
            if (gradient is not null && Values(gradient) is var values) result = Ops.LogicalAnd(result, Ops.All(Ops.IsFinite(values), Scalars.AllAxes(values)));
        return result;
    }

    private void ChangeScale(Tensor current, Tensor isFinite)
    {
        var more = DynamicCounter.Value + 1L;
        var isDue = IsKeras3 ? Ops.Equal(more, (long)DynamicGrowthSteps!.Value) : more >= (long)DynamicGrowthSteps!.Value;
        Tensor grown = current * Growth, shrunk = current / Growth;
        if (!IsKeras3)
        {
            grown = Ops.SelectV2(Ops.IsFinite(grown), grown, current);
            shrunk = Ops.Maximum(shrunk, 1f);
        }
        LossScale.Assign(Ops.SelectV2(isFinite, Ops.SelectV2(isDue, grown, current), shrunk));
        DynamicCounter.Assign(Ops.SelectV2(Ops.LogicalAnd(isFinite, Ops.LogicalNot(isDue)), more, Tensor.Scalar(0L)));
    }
}
