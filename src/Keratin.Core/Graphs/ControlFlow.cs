using Keratin.Gradients;
using Keratin.Operations;

namespace Keratin.Graphs;

/// <summary>
/// Loops and branches over tensors (<c>tf.while_loop</c>, <c>tf.cond</c>). Called at once they are loops and branches of C#; under tracing they
/// become one node whose functions hold what happens, so that the number of rounds may depend on the data.
/// </summary>
public static class ControlFlow
{
    /// <summary>Repeats <paramref name="body"/> as long as <paramref name="condition"/> holds (<c>tf.while_loop</c>).</summary>
    /// <param name="condition">From the state, a bool scalar.</param>
    /// <param name="body">From the state, the next state: as many tensors of the same dtypes.</param>
    /// <param name="state">The state before the first round.</param>
    /// <returns>The state after the last round.</returns>
    /// <exception cref="ArgumentException">The body changes the number, a dtype or a rank of the state.</exception>
    public static Tensor[] While(Func<Tensor[], Tensor> condition, Func<Tensor[], Tensor[]> body, params Tensor[] state)
    {
        if (FunctionGraph.Current is not { } graph)
        {
            while (condition(state).Item<bool>()) state = body(state);
            return state;
        }
        var specs = Array.ConvertAll(state, static tensor => new TensorSpec(tensor.DType, tensor.Shape));
        FunctionGraph test, step;
        do
        {
            test = FunctionGraph.Trace($"{graph.Name}_while_cond", specs, symbols => [condition(symbols)]);
            step = Branch($"{graph.Name}_while_body", specs, test.Captures, body);
        }
        while (Widen(specs, step));
        Adopt(test, step.Captures);
        // What the loop takes from outside goes around unchanged.
        step.Return([.. step.Outputs, .. Captured(step)]);
        string op = IsStateful(test) || IsStateful(step) ? "While" : "StatelessWhile";
        var outputs = Ops.Execute(op, [.. state, .. step.Captures], ("cond", test), ("body", step));
        return outputs[..state.Length];
    }

    /// <summary>Does one thing or another (<c>tf.cond</c>).</summary>
    /// <param name="condition">A bool scalar.</param>
    /// <param name="then">What is done if it holds.</param>
    /// <param name="otherwise">What is done if not; gives as many tensors of the same dtypes.</param>
    /// <exception cref="ArgumentException">The branches give different numbers or dtypes of tensors.</exception>
    public static Tensor[] If(Tensor condition, Func<Tensor[]> then, Func<Tensor[]> otherwise)
    {
        if (condition.HasValue) return condition.Item<bool>() ? then() : otherwise();
        string name = FunctionGraph.Current?.Name ?? throw new InvalidOperationException($"{condition} has no value, and nothing is being traced.");
        var first = FunctionGraph.Trace($"{name}_cond_true", [], _ => then());
        var second = Branch($"{name}_cond_false", [], first.Captures, _ => otherwise());
        Adopt(first, second.Captures);
        var types = Types(first);
        if (!types.AsSpan().SequenceEqual(Types(second)))
            throw new ArgumentException($"Both branches must give tensors of the same dtypes; one gives ({string.Join(", ", types)}), the other ({string.Join(", ", Types(second))}).");
        string op = IsStateful(first) || IsStateful(second) ? "If" : "StatelessIf";
        return Ops.Execute(op, [condition, .. second.Captures], ("then_branch", first), ("else_branch", second), ("Tout", types));
    }

    /// <summary>Runs a function, or records its call.</summary>
    internal static Tensor[] Call(FunctionGraph function, ReadOnlySpan<Tensor> inputs) =>
        Ops.Execute(IsStateful(function) ? "StatefulPartitionedCall" : "PartitionedCall", inputs, ("f", function), ("Tout", Types(function)));

    /// <summary>Whether TensorFlow counts a function among those with state, be it that it only reads variables.</summary>
    internal static bool IsStateful(FunctionGraph graph)
    {
        foreach (var node in graph.Nodes)
            if (node.Op.IsStateful) return true;
        return false;
    }

    internal static DType[] Types(FunctionGraph function)
    {
        var types = new DType[function.Outputs.Count];
        for (int i = 0; i < types.Length; i++) types[i] = function.Outputs[i].DType;
        return types;
    }

    // Functions of one node take the same values from outside, in the same order.
    private static FunctionGraph Branch(string name, TensorSpec[] specs, IReadOnlyList<Tensor> captures, Func<Tensor[], Tensor[]> body) =>
        FunctionGraph.Trace(name, specs, symbols =>
        {
            Adopt(FunctionGraph.Current!, captures);
            return body(symbols);
        });

    private static void Adopt(FunctionGraph graph, IReadOnlyList<Tensor> captures)
    {
        foreach (var capture in captures) graph.Import(capture);
    }

    private static IEnumerable<Tensor> Captured(FunctionGraph graph)
    {
        for (int i = graph.ArgumentCount; i < graph.Inputs.Count; i++) yield return graph.Inputs[i];
    }

    /// <summary>Makes specs of the state so wide that they hold in every round; returns whether one had to be changed.</summary>
    private static bool Widen(TensorSpec[] specs, FunctionGraph body)
    {
        if (body.Outputs.Count != specs.Length) throw new ArgumentException($"The state has {specs.Length} tensors; the body gives {body.Outputs.Count}.");
        bool changed = false;
        for (int i = 0; i < specs.Length; i++)
        {
            var next = body.Outputs[i];
            if (next.DType != specs[i].DType) throw new ArgumentException($"Tensor {i} of the state is {specs[i].DType.Name()}; the body makes it {next.DType.Name()}.");
            var wide = specs[i].Shape.InCommon(next.Shape);
            changed |= wide != specs[i].Shape;
            specs[i] = specs[i] with { Shape = wide };
        }
        return changed;
    }
}
