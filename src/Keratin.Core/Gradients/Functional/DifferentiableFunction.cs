using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>
/// A function made ready to be differentiated: a copy that can also give what is computed on the way, and a function that takes these
/// and the results' gradients, and gives those of the inputs.
/// </summary>
internal sealed class DifferentiableFunction
{
    private DifferentiableFunction(FunctionCopy copy, FunctionGraph original)
    {
        Forward = copy.Graph;
        Results = copy.Outputs(original);
        Backward = new FunctionGraph($"{original.Name}_gradient");
    }

    /// <summary>The copy; whoever uses it says what it returns: the results, and what is needed of <see cref="Needed"/>.</summary>
    public FunctionGraph Forward { get; }

    /// <summary>The results, as the copy computes them.</summary>
    public Tensor[] Results { get; }

    /// <summary>Takes the gradients of the results that <see cref="Targets"/> lists, then <see cref="Needed"/>; gives those of the inputs that <see cref="Sources"/> lists.</summary>
    public FunctionGraph Backward { get; }

    /// <summary>The results that can have gradients.</summary>
    public List<int> Targets { get; } = [];

    /// <summary>The inputs that get gradients.</summary>
    public List<int> Sources { get; } = [];

    /// <summary>Tensors of the copy that the gradients are computed from.</summary>
    public IReadOnlyList<Tensor> Needed => Backward.Captures;

    /// <summary>Derives the two.</summary>
    /// <param name="function">What is to be differentiated.</param>
    /// <param name="always">Whether inputs that the results don't depend on get zeros rather than nothing.</param>
    public static DifferentiableFunction Of(FunctionGraph function, bool always = false)
    {
        var result = new DifferentiableFunction(new FunctionCopy(function, $"{function.Name}_forward", FunctionalGradients.Extend), function);
        result.Differentiate(always);
        return result;
    }

    /// <summary>The index among the copy's inputs of something needed, or -1 if it is computed on the way.</summary>
    public int InputIndex(Tensor needed)
    {
        for (int i = 0; i < Forward.Inputs.Count; i++)
            if (ReferenceEquals(Forward.Inputs[i], needed)) return i;
        return -1;
    }

    /// <summary>The gradients of all inputs, null for those that get none.</summary>
    /// <param name="gradients">Those of all results; null counts as zeros.</param>
    /// <param name="outputs">The results themselves.</param>
    /// <param name="needed">A value for everything <see cref="Needed"/>.</param>
    public Tensor?[] Call(ReadOnlySpan<Tensor?> gradients, ReadOnlySpan<Tensor> outputs, Func<Tensor, Tensor> needed)
    {
        var given = new List<Tensor>(Targets.Count + Needed.Count);
        foreach (int i in Targets) given.Add(gradients[i] switch { null => Ops.ZerosLike(outputs[i]), IndexedSlices slices => slices.ToDense(), var dense => dense });
        foreach (var tensor in Needed) given.Add(needed(tensor));
        var results = ControlFlow.Call(Backward, given.ToArray());
        var all = new Tensor?[Forward.Inputs.Count];
        for (int i = 0; i < results.Length; i++) all[Sources[i]] = results[i];
        return all;
    }

    /// <summary>What the gradient of an input is before anything is added to it; of a variable's handle, as many zeros as the variable has elements.</summary>
    public Tensor ZeroGradient(int source, Tensor input)
    {
        if (input.DType != DType.Resource) return Ops.ZerosLike(input);
        var gradient = Backward.Outputs[Sources.IndexOf(source)];
        return Ops.Fill(gradient.Shape.IsFullyDefined ? GradientShapes.Vector(gradient.Shape.Dims) : Ops.VariableShape(input), GradientShapes.Number(0, gradient.DType));
    }

    private void Differentiate(bool always)
    {
        var (inputs, tracked) = (new List<int>(), new HashSet<Tensor>(ReferenceEqualityComparer.Instance));
        for (int i = 0; i < Forward.Inputs.Count; i++)
            if (Forward.Inputs[i].DType.IsDifferentiable())
            {
                inputs.Add(i);
                tracked.Add(Forward.Inputs[i]);
            }
        foreach (var node in Forward.Nodes)
            if (Array.Exists(node.Inputs, tracked.Contains))
                foreach (var output in node.Outputs)
                    if (output.DType.IsDifferentiable()) tracked.Add(output);

        var gradients = new List<Tensor>();
        for (int i = 0; i < Results.Length; i++)
            if (Results[i].DType.IsDifferentiable() && Results[i].DType != DType.Resource)
            {
                Targets.Add(i);
                gradients.Add(Backward.AddInput(TensorSpec.Of(Results[i])));
            }
        using (GradientTape.Suspend())
        using (Backward.Record())
        {
            var found = Backpropagation.Run(Forward.Nodes, tracked, Targets.ConvertAll(i => Results[i]), inputs.ConvertAll(i => (Tensor)Forward.Inputs[i]), gradients);
            var given = new List<Tensor>();
            for (int i = 0; i < found.Length; i++)
            {
                var input = Forward.Inputs[inputs[i]];
                if ((found[i] ?? (always && input.DType != DType.Resource ? Zeros(input) : null)) is not { } gradient) continue;
                Sources.Add(inputs[i]);
                given.Add(gradient);
            }
            Backward.Return(given.ToArray());
        }
    }

    // Not to need the value where the shape is enough.
    private static Tensor Zeros(Tensor like) => like.DType != DType.Variant && like.Shape.IsFullyDefined
        ? Ops.Fill(like.Shape, GradientShapes.Number(0, like.DType)) : Ops.ZerosLike(like);
}
