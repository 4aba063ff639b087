using Keratin.Graphs;

namespace Keratin.Layers;

public abstract partial class Layer
{
    [ThreadStatic] private static bool? enclosingTraining;

    /// <summary>Whether floating-point inputs are cast to the policy's compute dtype before <c>Call</c>.</summary>
    private protected virtual bool Autocast => true;

    /// <summary>Whether a call that nothing is said about, and that no other layer makes, is a training one.</summary>
    private protected virtual bool TrainsByDefault => false;

    /// <summary>Whether masks pass through: without support, a mask on an input ends here.</summary>
    protected internal virtual bool SupportsMasking => false;

    /// <summary>The dtype of computation.</summary>
    public DType ComputeDType => DTypePolicy.ComputeDType;

    /// <summary>The dtype of weights.</summary>
    public DType VariableDType => DTypePolicy.VariableDType;

    /// <summary>Computes on tensors, building first if needed. Masks and losses are taken care of by the caller.</summary>
    internal Tensors Invoke(Tensors inputs, CallContext context) => Call(inputs, context);

    /// <summary>The outputs' masks for the inputs' masks; the first input's passes through by default.</summary>
    protected internal virtual IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount)
    {
        var result = new Tensor?[outputCount];
        if (SupportsMasking && masks.Count > 0) Array.Fill(result, masks[0]);
        return result;
    }

    private static bool IsSymbolic(Tensors inputs, CallArguments arguments)
    {
        foreach (var input in inputs)
            if (input is KerasTensor) return true;
        foreach (var argument in arguments.Named.Values)
            if (argument is KerasTensor || (argument is Tensors tensors && IsSymbolic(tensors, CallArguments.None))) return true;
        return false;
    }

    private Tensors ApplyToTensors(Tensors inputs, CallArguments arguments)
    {
        inputs = Cast(inputs);
        var specs = new Shape[inputs.Count];
        for (int i = 0; i < specs.Length; i++) specs[i] = inputs[i].Shape;
        CheckInputs(specs);
        if (!IsBuilt) BuildOwn(ShapesToBuild(inputs, specs, arguments));

        var masks = arguments.Mask ?? MasksOf(inputs);
        bool? before = enclosingTraining;
        var context = new CallContext(arguments.Training ?? before ?? TrainsByDefault, masks, arguments.Named);
        Tensors outputs;
        try
        {
            enclosingTraining = context.Training;
            outputs = Call(inputs, context);
        }
        finally
        {
            enclosingTraining = before;
        }
        SetMasks(outputs, ComputeMask(inputs, masks, outputs.Count));
        AddActivityLoss(outputs);
        return outputs;
    }

    private Tensors ApplyToSymbols(Tensors inputs, CallArguments arguments)
    {
        var specs = new TensorSpec[inputs.Count];
        var shapes = new Shape[inputs.Count];
        for (int i = 0; i < specs.Length; i++)
        {
            specs[i] = TensorSpec.Of(inputs[i]);
            shapes[i] = inputs[i].Shape;
        }
        CheckInputs(shapes);
        if (!IsBuilt) BuildOwn(ShapesToBuild(inputs, shapes, arguments));
        bool single = true;
        var outputs = specs.Length == 1 && arguments.Named.Count == 0 && ComputeOutputShape(shapes[0]) is { HasRank: true }
            ? ComputeOutputSpecs(specs, arguments)
            : SymbolicOutputs(specs, inputs, arguments, out single);
        return new LayerNode(this, inputs, arguments, outputs, single).Outputs;
    }

    /// <summary>The shapes that the weights depend on: those of the inputs, and for some layers those of arguments given by name.</summary>
    private protected virtual IReadOnlyList<Shape> ShapesToBuild(Tensors inputs, IReadOnlyList<Shape> shapes, CallArguments arguments) => shapes;

    private IReadOnlyList<TensorSpec> SymbolicOutputs(TensorSpec[] specs, Tensors inputs, CallArguments arguments, out bool single)
    {
        var outputs = OutputTracing.Specs(this, specs, arguments, out single, inputs);
        return outputs;
    }

    /// <summary>Checks the inputs' number and ranks before building; throws with the layer's name and what it expects.</summary>
    protected virtual void CheckInputs(IReadOnlyList<Shape> inputs)
    {
    }

    private Tensors Cast(Tensors inputs)
    {
        if (!Autocast) return inputs;
        var wanted = ComputeDType;
        Tensor[]? cast = null;
        for (int i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (!input.DType.IsFloating() || input.DType == wanted) continue;
            cast ??= inputs.ToArray();
            cast[i] = Ops.Cast(input, wanted);
            cast[i].KerasMask = input.KerasMask;
        }
        return cast is null ? inputs : inputs.With(cast);
    }

    private static Tensor?[] MasksOf(Tensors inputs)
    {
        var masks = new Tensor?[inputs.Count];
        for (int i = 0; i < masks.Length; i++) masks[i] = inputs[i].KerasMask;
        return masks;
    }

    private static void SetMasks(Tensors outputs, IReadOnlyList<Tensor?> masks)
    {
        for (int i = 0; i < outputs.Count && i < masks.Count; i++)
            if (masks[i] is { } mask) outputs[i].KerasMask = mask;
    }
}
