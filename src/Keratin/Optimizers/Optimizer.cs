using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>
/// Changes variables along their gradients (<c>keras.optimizers.Optimizer</c>): clipping, weight decay and averaging are here,
/// derived classes add <see cref="CreateSlots"/> and <see cref="UpdateStep"/>.
/// </summary>
[KerasObject(Module = "keras.optimizers", LegacyPackage = "Custom")]
public abstract partial class Optimizer : KerasObject
{
    private readonly LearningRate given;
    private string? name;
    private Variable? rate;
    private Variable? iterations;

    /// <summary>An optimizer with a learning rate.</summary>
    protected Optimizer(LearningRate learningRate) => given = learningRate;

    /// <summary>The name.</summary>
    [Config]
    public string Name { get => name ??= DefaultName; init => name = value; }

    /// <summary>The learning rate: the schedule, or the number that is in force now.</summary>
    [Config]
    public LearningRate LearningRate => rate is null ? given : (double)rate.Resource.Read().Item<float>();

    /// <summary>Share of each weight that is taken off in a step, times the learning rate.</summary>
    [Config]
    public double? WeightDecay { get; init; }

    /// <summary>Each gradient is scaled down to this norm.</summary>
    [Config("clipnorm")]
    public double? ClipNorm { get; init; }

    /// <summary>All gradients together are scaled down to this norm.</summary>
    [Config("global_clipnorm")]
    public double? GlobalClipNorm { get; init; }

    /// <summary>Gradients' elements are clipped to ± this.</summary>
    [Config("clipvalue")]
    public double? ClipValue { get; init; }

    /// <summary>Whether moving averages of the weights are kept.</summary>
    [Config]
    public bool UseEma { get; init; }

    /// <summary>How much of the average stays in a step.</summary>
    [Config]
    public double EmaMomentum { get; init; } = 0.99;

    /// <summary>After how many steps the weights are set to their averages.</summary>
    [Config]
    public int? EmaOverwriteFrequency { get; init; }

    /// <summary>Losses are multiplied by this before gradients are taken (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public double? LossScaleFactor { get; set; }

    /// <summary>Gradients of this many steps are averaged before an update (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? GradientAccumulationSteps { get; init; }

    /// <summary>Kept for Keras 2's configs; compilation is the engine's matter.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public bool JitCompile { get; init; }

    /// <summary>Kept for Keras 2's configs.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public bool IsLegacyOptimizer { get; init; }

    /// <summary>The number of steps done.</summary>
    public virtual Variable Iterations => iterations ??= new Variable(Tensor.Scalar(0L), StateName(IterationsName), trainable: false);

    /// <summary>The variables this optimizer was built for.</summary>
    public IReadOnlyList<Variable> TrainedVariables { get; private set; } = [];

    /// <summary>The optimizer's own state beside iterations and learning rate, in Keras's order.</summary>
    public IReadOnlyList<Variable> SlotVariables => slots;

    /// <summary>Whether the state exists.</summary>
    public bool IsBuilt { get; private set; }

    private protected virtual string DefaultName => IsKeras3 ? SnakeCase.Of(ClassName) : ClassName;

    private protected virtual string IterationsName => "iteration";

    private protected bool IsKeras3 => Dialect == Dialect.Keras3;

    /// <summary>The constant learning rate as a variable, so that callbacks can change it; null with a schedule.</summary>
    public virtual Variable? LearningRateVariable =>
        given.Schedule is null ? rate ??= new Variable(Tensor.Scalar((float)given.Value), StateName("learning_rate"), trainable: false) : null;

    /// <summary>All state in Keras's order: iterations, in Keras 3 the learning rate, then the slots.</summary>
    public virtual IReadOnlyList<Variable> Variables => [.. FreshVariables, .. slots];

    /// <summary>The state that is there before the first step.</summary>
    internal virtual IReadOnlyList<Variable> FreshVariables => IsKeras3 && LearningRateVariable is { } learningRate ? [Iterations, learningRate] : [Iterations];

    /// <summary>Whether the steps are those of a model's compiled training step, as Keras 2 traces it with <c>tf.function</c>.</summary>
    internal virtual bool IsTracedForTraining { get; set; }

    /// <summary>All that a step may change beside the trained variables.</summary>
    internal virtual IEnumerable<Variable> State => Variables;

    /// <summary>Optimizers that steps are handed on to, and the attributes under which files keep them.</summary>
    internal virtual IEnumerable<(string Path, Optimizer Optimizer)> Wrapped => [];

    /// <summary>The learning rate of the step to come, a float32 scalar.</summary>
    public virtual Tensor CurrentLearningRate() => given.Schedule is { } schedule ? schedule.Apply(Iterations.Value) : LearningRateVariable!.Value;

    /// <summary>Makes the state for these variables, unless it exists.</summary>
    /// <exception cref="InvalidOperationException">It exists for other variables.</exception>
    public void Build(IReadOnlyList<Variable> variables)
    {
        if (IsBuilt)
        {
            if (variables.Count == TrainedVariables.Count && variables.All(indices.ContainsKey)) return;
            throw new InvalidOperationException($"Optimizer '{Name}' was built for other variables than it is now given; use a new optimizer for them.");
        }
        TrainedVariables = [.. variables];
        indices.EnsureCapacity(variables.Count);
        for (int i = 0; i < variables.Count; i++) indices[variables[i]] = i;
        using (Graphs.FunctionGraph.Suspend())
        {
            CreateBaseSlots();
            CreateSlots(TrainedVariables);
        }
        IsBuilt = true;
        Saving.Checkpoints.CheckpointRestore.Continue(this);
    }

    /// <summary>Adds the state that the algorithm needs, with <see cref="AddSlots"/>.</summary>
    protected abstract void CreateSlots(IReadOnlyList<Variable> variables);

    /// <summary>Changes one variable along its gradient.</summary>
    /// <param name="gradient">Dense, or <see cref="IndexedSlices"/>.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="learningRate">A scalar of the variable's dtype.</param>
    protected abstract void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate);

    /// <summary>An optimizer by Keras's name, with its defaults.</summary>
    /// <exception cref="KerasConfigException">Keras has none of that name.</exception>
    public static implicit operator Optimizer(string name) => KerasSerializer.Deserialize<Optimizer>($"\"{name}\"");
}
