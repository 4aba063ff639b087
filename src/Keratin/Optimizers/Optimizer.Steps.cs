namespace Keratin.Optimizers;

public abstract partial class Optimizer
{
    private readonly List<Variable> slots = [];
    private readonly Dictionary<Variable, int> indices = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> excludedNames = [];
    private IReadOnlyList<Variable> averages = [];

    /// <summary>Does one step: clips, decays, updates each variable, keeps averages and constraints, and counts the step.</summary>
    /// <param name="gradients">One for each variable; null where the loss does not depend on it.</param>
    /// <param name="variables">The variables.</param>
    /// <exception cref="ArgumentException">No variable has a gradient.</exception>
    public void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        Build(variables);
        var present = new List<(Tensor Gradient, Variable Variable)>();
        for (int i = 0; i < gradients.Count; i++)
            if (gradients[i] is { } gradient) present.Add((Unscale(gradient), variables[i]));
        if (present.Count == 0) throw new ArgumentException("The loss depends on none of the variables: there is no gradient to apply.", nameof(gradients));

        Clip(present);
        var rate = CurrentLearningRate();
        foreach (var (_, variable) in present) Decay(variable, rate);
        foreach (var (gradient, variable) in present) UpdateStep(gradient, variable, CastTo(rate, variable.DType));
        UpdateAverages(present);
        foreach (var (_, variable) in present)
            if (variable is Layers.Weight { Constraint: { } constraint } weight) weight.Assign(constraint.Apply(weight.Value));
        Iterations.AssignAdd(1L);
    }

    /// <summary>Variables whose name contains one of these are not decayed (<c>exclude_from_weight_decay</c>).</summary>
    public void ExcludeFromWeightDecay(params IEnumerable<string> nameParts) => excludedNames.AddRange(nameParts);

    /// <summary>Called at the end of training: with <see cref="UseEma"/>, the weights become their averages.</summary>
    public void FinalizeVariableValues()
    {
        for (int i = 0; UseEma && i < averages.Count; i++) TrainedVariables[i].Resource.Assign(averages[i].Resource.Read());
    }

    /// <summary>Adds one slot for each variable, zero at the start.</summary>
    protected Variable[] AddSlots(IReadOnlyList<Variable> variables, string name, float initialValue = 0)
    {
        var added = new Variable[variables.Count];
        for (int i = 0; i < added.Length; i++) slots.Add(added[i] = NewSlot(variables[i], name, initialValue));
        return added;
    }

    /// <summary>Makes one slot, to be kept in the order that Keras has for the algorithm.</summary>
    private protected Variable NewSlot(Variable variable, string name, float initialValue = 0)
    {
        var shape = variable.Shape;
        var dtype = variable.DType;
        string path = variable is Layers.Weight weight ? weight.Path : variable.Name;
        string full = IsKeras3 ? $"{Name}/{path.Replace('/', '_')}_{name}" : $"{name}/{path}";
        return new Variable(dtype, shape, () => initialValue == 0 ? Tensor.Zeros(shape, dtype) : Ops.Fill(shape.ToArray(), Ops.Cast(initialValue, dtype)).Value, full, trainable: false);
    }

    private protected void AddSlot(Variable slot) => slots.Add(slot);

    /// <summary>The place of a variable among those the optimizer was built for.</summary>
    protected int IndexOf(Variable variable) => indices[variable];

    /// <summary>A scalar hyperparameter in a dtype.</summary>
    protected static Tensor Scalar(double value, DType dtype) => dtype == DType.Float32 ? Tensor.Scalar((float)value) : Ops.Cast(Tensor.Scalar(value), dtype);

    private protected static Tensor CastTo(Tensor value, DType dtype) => value.DType == dtype ? value : Ops.Cast(value, dtype);

    // Averages come before the algorithm's own slots.
    private void CreateBaseSlots()
    {
        if (UseEma) averages = AddSlots(TrainedVariables, "average");
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
        if (WeightDecay is not { } decay || excludedNames.Exists(part => variable.Name.Contains(part, StringComparison.Ordinal))) return;
        var value = variable.Value;
        variable.AssignSub(value * Scalar(decay, variable.DType) * CastTo(rate, variable.DType));
    }

    private void UpdateAverages(List<(Tensor Gradient, Variable Variable)> updated)
    {
        if (!UseEma) return;
        var notFirst = Ops.Cast(Ops.NotEqual(Iterations.Value, Ops.ZerosLike(Iterations.Value)), DType.Float32);
        for (int i = 0; i < averages.Count; i++)
        {
            var variable = TrainedVariables[i];
            var momentum = CastTo(notFirst * (float)EmaMomentum, variable.DType);
            averages[i].Assign(momentum * averages[i].Value + (1 - momentum) * variable.Value);
        }
        if (EmaOverwriteFrequency is not { } frequency) return;
        var due = Ops.Equal(Ops.FloorMod(Iterations.Value + 1, Ops.Cast(frequency, Iterations.DType)), Ops.ZerosLike(Iterations.Value));
        for (int i = 0; i < averages.Count; i++) TrainedVariables[i].Assign(Ops.SelectV2(due, averages[i].Value, TrainedVariables[i].Value));
    }

    /// <summary>The values of a gradient, be it dense or rows.</summary>
    private protected static Tensor Values(Tensor gradient) => gradient is IndexedSlices slices ? slices.Values : gradient;

    private protected static Tensor Map(Tensor gradient, Func<Tensor, Tensor> change) =>
        gradient is IndexedSlices slices ? new IndexedSlices(change(slices.Values), slices.Indices, slices.Shape) : change(gradient);
}
