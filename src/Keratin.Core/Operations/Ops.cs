using Keratin.Engines;
using Keratin.Gradients;
using Keratin.Graphs;

namespace Keratin;

/// <summary>
/// The vocabulary: TensorFlow's ops as methods (<c>tf.raw_ops</c>), one file a family. Called at once they run on the current
/// engine; while a function is traced they record a node; while a <see cref="GradientTape"/> watches they are remembered for it.
/// </summary>
public static partial class Ops
{
    /// <summary>Runs or records any op by its name; list inputs are given flattened.</summary>
    /// <exception cref="OpException">The inputs don't fit, or the engine has no kernel.</exception>
    public static Tensor[] Execute(string op, ReadOnlySpan<Tensor> inputs, params ReadOnlySpan<(string Name, Operations.AttrValue Value)> attrs)
    {
        var def = Operations.OpDef.Get(op);
        return Execute(def, inputs.ToArray(), attrs.IsEmpty ? def.NoAttrs : new Operations.Attrs(def, attrs));
    }

    /// <summary>Runs or records an op.</summary>
    public static Tensor[] Execute(Operations.OpDef op, Tensor[] inputs, Operations.Attrs attrs)
    {
        foreach (var input in inputs)
            if (input.TryIntercept(op, inputs, attrs) is { } intercepted) return intercepted;
        if (GradientTape.IsRecording && GradientTape.Follows(inputs) && FunctionalGradients.Extend(op, inputs, attrs) is { } extended)
        {
            int count = Operations.Signature.OutputTypes(op, inputs, attrs).Length;
            return Execute(op, extended.Inputs, extended.Attrs)[..count];
        }
        var graph = FunctionGraph.Current;
        Operations.Operation operation;
        if (graph is not null) operation = graph.Add(op, inputs, attrs);
        else
        {
            if (!GradientTape.IsRecording) return Engine.Current.Execute(op, inputs, attrs);
            operation = new Operations.Operation(op, attrs, inputs) { Outputs = Engine.Current.Execute(op, inputs, attrs) };
        }
        GradientTape.Record(operation, inputs);
        return operation.Outputs;
    }

    // Nearly every op has one output.
    private static Tensor Run(string op, ReadOnlySpan<Tensor> inputs, params ReadOnlySpan<(string Name, Operations.AttrValue Value)> attrs) =>
        Execute(op, inputs, attrs)[0];
}
