namespace Keratin.Optimizers;

public abstract partial class Optimizer
{
    private readonly List<Variable> slots = [];
    private readonly Dictionary<Variable, int> indices = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> excludedNames = [];
    private IReadOnlyList<Variable> averages = [];
    private IReadOnlyList<Variable> accumulators = [];

    /// <summary>Does one step: clips, decays, updates each variable, keeps averages and constraints, and counts the step.</summary>
    /// <param name="gradients">One for each variable; null where the loss does not depend on it.</param>
    /// <param name="variables">The variables.</param>
    /// <exception cref="ArgumentException">No variable has a gradient.</exception>
    public virtual void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        Build(variables);
        var present = new List<(Tensor Gradient, Variable Variable)>();
        for (int i = 0; i < gradients.Count; i++)
            if (gradients[i] is { } gradient) present.Add((Unscale(gradient), variables[i]));
        if (present.Count == 0) throw new ArgumentException("The loss depends on none of the variables: there is no gradient to apply.", nameof(gradients));

        if (GradientAccumulationSteps is { } steps) Accumulate(present, steps);
        else Update(present);
        UpdateAverages(present);
        foreach (var (_, variable) in present)
            if (variable is Layers.Weight { Constraint: { } constraint } weight) weight.Assign(constraint.Apply(weight.Value));
        Iterations.AssignAdd(1L);
    }

    /// <summary>
    /// The loss times a scale that keeps small gradients from vanishing: take gradients of this, <see cref="ApplyGradients"/> divides them
    /// by it again (<c>scale_loss</c>, in Keras 2 <c>get_scaled_loss</c>).
    /// </summary>
    public virtual Tensor ScaleLoss(Tensor loss) => LossScaleFactor is { } factor ? loss * Scalar(factor, loss.DType) : loss;

    /// <summary>Variables whose name contains one of these are not decayed (<c>exclude_from_weight_decay</c>).</summary>
    public void ExcludeFromWeightDecay(params IEnumerable<string> nameParts) => excludedNames.AddRange(nameParts);

    /// <summary>Called at the end of training: with <see cref="UseEma"/>, the weights become their averages.</summary>
    public virtual void FinalizeVariableValues()
    {
        for (int i = 0; UseEma && i < averages.Count; i++) TrainedVariables[i].Resource.Assign(averages[i].Resource.Read());
    }

    /// <summary>Adds one slot for each variable, zero at the start.</summary>
    protected Variable[] AddSlots(IReadOnlyList<Variable> variables, string name, double initialValue = 0)
    {
        var added = new Variable[variables.Count];
        for (int i = 0; i < added.Length; i++) slots.Add(added[i] = NewSlot(variables[i], name, initialValue));
        return added;
    }

    /// <summary>Adds two slots for each variable, side by side; the second is zero at the start.</summary>
    private protected (Variable[], Variable[]) AddPairs(IReadOnlyList<Variable> variables, string first, string second, double initialFirst = 0)
    {
        var (firsts, seconds) = (new Variable[variables.Count], new Variable[variables.Count]);
        for (int i = 0; i < variables.Count; i++)
        {
            slots.Add(firsts[i] = NewSlot(variables[i], first, initialFirst));
            slots.Add(seconds[i] = NewSlot(variables[i], second));
        }
        return (firsts, seconds);
    }

    /// <summary>Makes one slot, to be kept in the order that Keras has for the algorithm.</summary>
    private protected Variable NewSlot(Variable variable, string name, double initialValue = 0)
    {
        var (shape, dtype) = (variable.Shape, variable.DType);
        return NewSlot(variable, name, () => initialValue == 0 ? Tensor.Zeros(shape, dtype) : Ops.Fill(shape, Scalar(initialValue, dtype)).Value);
    }

    private protected Variable NewSlot(Variable variable, string name, Func<EagerTensor> initializer)
    {
        var slot = new Variable(variable.DType, variable.Shape, initializer, SlotName(PathOf(variable), name), trainable: false);
        NamedSlots.Add(new(variable, name, slot));
        return slot;
    }

    /// <summary>The slots with the variables they are for.</summary>
    private protected List<NamedSlot> NamedSlots { get; } = [];

    private protected static string PathOf(Variable variable) => variable is Layers.Weight weight ? weight.Path : variable.Name;

    private protected virtual string SlotName(string path, string name) => IsKeras3 ? StateName($"{path.Replace('/', '_')}_{name}") : $"{name}/{path}";

    private protected virtual string StateName(string name) => IsKeras3 ? $"{Name}/{name}" : name;

    private protected void AddSlot(Variable slot) => slots.Add(slot);

    /// <summary>The place of a variable among those the optimizer was built for.</summary>
    protected int IndexOf(Variable variable) => indices[variable];

    /// <summary>A scalar hyperparameter in a dtype.</summary>
    protected static Tensor Scalar(double value, DType dtype) => dtype == DType.Float32 ? Tensor.Scalar((float)value) : Ops.Cast(Tensor.Scalar(value), dtype);

    private protected static Tensor CastTo(Tensor value, DType dtype) => value.DType == dtype ? value : Ops.Cast(value, dtype);

    /// <summary>The number of updates done, an integer scalar: <see cref="Iterations"/>, unless gradients are accumulated.</summary>
    public virtual Tensor UpdatesDone => GradientAccumulationSteps is { } steps ? Ops.FloorDiv(Iterations.Value, Tensor.Scalar((long)steps)) : Iterations.Value;

    /// <summary>The number of the update that is being done, from 1 on.</summary>
    private protected Tensor UpdateNumber(DType dtype) => Ops.Cast(UpdatesDone + 1L, dtype);

    /// <summary>The gradient's square with all its zeros. Of rows that occur more than once Keras 3 squares each, Keras 2 their sum.</summary>
    private protected Tensor DenseSquare(Tensor gradient) => DenseOf(gradient, static values => Ops.Square(values));

    /// <summary>As <see cref="DenseSquare"/>, of another function that leaves zeros alone.</summary>
    private protected Tensor DenseOf(Tensor gradient, Func<Tensor, Tensor> function) =>
        IsKeras3 && gradient is IndexedSlices ? Dense(Map(gradient, function)) : function(Dense(gradient));

    /// <summary>The gradient with all its zeros.</summary>
    private protected static Tensor Dense(Tensor gradient) => gradient is IndexedSlices slices ? slices.ToDense() : gradient;

    // Averages and sums of gradients come before the algorithm's own slots.
    private void CreateBaseSlots()
    {
        // Keras 2 starts averages with the weights; Keras 3 with zeros that don't count.
        if (UseEma && IsKeras3) averages = AddSlots(TrainedVariables, "average");
        else if (UseEma)
        {
            averages = [.. TrainedVariables.Select(variable => NewSlot(variable, "average", () => variable.Resource.Read()))];
            slots.AddRange(averages);
        }
        if (GradientAccumulationSteps is not null) accumulators = AddSlots(TrainedVariables, "gradient_accumulator");
    }

    private void Update(List<(Tensor Gradient, Variable Variable)> gradients)
    {
        Clip(gradients);
        var rate = CurrentLearningRate();
        foreach (var (_, variable) in gradients) Decay(variable, rate);
        BeginUpdate();
        foreach (var (gradient, variable) in gradients) UpdateStep(gradient, variable, CastTo(rate, variable.DType));
    }

    /// <summary>Changes what all variables share, before the first of them is changed.</summary>
    private protected virtual void BeginUpdate()
    {
    }

    private void Accumulate(List<(Tensor Gradient, Variable Variable)> gradients, int steps)
    {
        var isLast = Ops.Equal(Ops.FloorMod(Iterations.Value + 1L, Tensor.Scalar((long)steps)), Tensor.Scalar(0L));
        var sums = gradients.ConvertAll(entry => (Sum: accumulators[IndexOf(entry.Variable)].Value + Dense(entry.Gradient), entry.Variable));
        int own = averages.Count + accumulators.Count;
        ChangeIf(isLast, [.. sums.Select(static entry => entry.Variable), .. slots.Skip(own)],
            () => Update(sums.ConvertAll(entry => (entry.Sum / Scalar(steps, entry.Sum.DType), entry.Variable))));
        foreach (var (sum, variable) in sums) accumulators[IndexOf(variable)].Assign(Ops.SelectV2(isLast, Ops.ZerosLike(sum), sum));
    }

    /// <summary>Changes variables, and takes it back unless a condition holds: so any algorithm can be traced.</summary>
    private protected static void ChangeIf(Tensor condition, Variable[] changed, Action change)
    {
        var before = Array.ConvertAll(changed, static variable => variable.Value);
        change();
        for (int i = 0; i < changed.Length; i++) changed[i].Assign(Ops.SelectV2(condition, changed[i].Value, before[i]));
    }

    private Tensor Unscale(Tensor gradient) => LossScaleFactor is { } factor ? Map(gradient, g => g / Scalar(factor, g.DType)) : gradient;

    private void Clip(List<(Tensor Gradient, Variable Variable)> gradients)
    {
        if (ClipNorm is > 0 and var norm)
            for (int i = 0; i < gradients.Count; i++) gradients[i] = (Map(gradients[i].Gradient, g => ClipByNorm(g, norm)), gradients[i].Variable);
        else if (GlobalClipNorm is > 0 and var globalNorm)
        {
            Tensor squares = 0f;
            foreach (var (gradient, _) in gradients) squares += Ops.Cast(Losses.WeightedReduction.Sum(Ops.Square(Values(gradient))), DType.Float32);
            var limit = Scalar(globalNorm, DType.Float32);
            var scale = limit / Ops.Maximum(Ops.Sqrt(squares), limit);
            for (int i = 0; i < gradients.Count; i++) gradients[i] = (Map(gradients[i].Gradient, g => g * CastTo(scale, g.DType)), gradients[i].Variable);
        }
        else if (ClipValue is > 0 and var value)
            for (int i = 0; i < gradients.Count; i++)
                gradients[i] = (Map(gradients[i].Gradient, g => Ops.ClipByValue(g, Scalar(-value, g.DType), Scalar(value, g.DType))), gradients[i].Variable);
    }

    private static Tensor ClipByNorm(Tensor gradient, double norm)
    {
        var limit = Scalar(norm, gradient.DType);
        var length = Ops.Sqrt(Losses.WeightedReduction.Sum(Ops.Square(gradient)));
        return gradient * limit / Ops.Maximum(length, limit);
    }

    private void Decay(Variable variable, Tensor rate)
    {
        if (WeightDecayOf(variable) is not { } decay || excludedNames.Exists(part => variable.Name.Contains(part, StringComparison.Ordinal))) return;
        var value = variable.Value;
        variable.AssignSub(value * Scalar(decay, variable.DType) * CastTo(rate, variable.DType));
    }

    private protected virtual double? WeightDecayOf(Variable variable) => WeightDecay;

    private void UpdateAverages(List<(Tensor Gradient, Variable Variable)> updated)
    {
        if (!UseEma) return;
        var tracked = IsKeras3 ? TrainedVariables : [.. updated.Select(static entry => entry.Variable)];
        foreach (var variable in tracked)
        {
            var (average, share) = (averages[IndexOf(variable)], Scalar(EmaMomentum, variable.DType));
            if (IsKeras3) share *= Ops.Cast(Ops.NotEqual(UpdatesDone, Tensor.Scalar(0L)), variable.DType);
            var rest = Scalar(1, variable.DType) - share;
            average.Assign(share * average.Value + rest * variable.Value);
        }
        if (EmaOverwriteFrequency is not { } frequency) return;
        var due = Ops.Equal(Ops.FloorMod(UpdatesDone + 1L, Tensor.Scalar((long)frequency)), Tensor.Scalar(0L));
        foreach (var variable in tracked) variable.Assign(Ops.SelectV2(due, averages[IndexOf(variable)].Value, variable.Value));
    }

    /// <summary>Moves a running mean towards a value: <c>mean += (value - mean) · (1 - decay)</c>.</summary>
    private protected static Tensor TowardsMean(Variable mean, Tensor value, double decay) => Towards(mean, value, Scalar(1 - decay, mean.DType));

    /// <summary>Moves a running mean by a share of the way towards a value.</summary>
    private protected static Tensor Towards(Variable mean, Tensor value, Tensor share)
    {
        var before = mean.Value;
        var after = before + (value - before) * share;
        mean.Assign(after);
        return after;
    }

    /// <summary>The values of a gradient, be it dense or rows.</summary>
    private protected static Tensor Values(Tensor gradient) => gradient is IndexedSlices slices ? slices.Values : gradient;

    private protected static Tensor Map(Tensor gradient, Func<Tensor, Tensor> change) =>
        gradient is IndexedSlices slices ? new IndexedSlices(change(slices.Values), slices.Indices, slices.Shape) : change(gradient);
}
