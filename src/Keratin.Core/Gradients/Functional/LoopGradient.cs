using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>
/// Gradients of loops. The extended loop counts its rounds and pushes what each computes onto lists; the gradient is a loop that pops them
/// again, from the last round to the first.
/// </summary>
internal static class LoopGradient
{
    private const string Key = "differentiable loop", Made = "differentiation of a loop";

    public static (Tensor[] Inputs, Attrs Attrs)? Extend(OpDef op, Tensor[] inputs, Attrs attrs, bool again)
    {
        var (condition, body) = (attrs["cond"].Func, attrs["body"].Func);
        if (!again && body.Cache.Find<Loop>(Made) is not null) return null;
        var loop = body.Cache.Derived($"{Key} {condition.Name}", () => new Loop(condition, body));
        var extended = attrs.With(op, ("cond", loop.Condition), ("body", loop.Body));
        if (attrs.TryGet("output_shapes", out var shapes) && shapes.Shapes.Length > 0)
            extended = extended.With(op, ("output_shapes", (Shape[])[.. shapes.Shapes, Shape.Scalar, .. loop.Kept.Select(static _ => Shape.Scalar)]));
        return ([.. inputs, 0, .. loop.Kept.Select(static kept => Ops.EmptyTensorList(ListGradients.ElementShape(kept.Shape), -1, kept.DType))], extended);
    }

    public static int ResultCount(Attrs attrs) => attrs["body"].Func.Cache.Find<Loop>(Made)?.Count ?? int.MaxValue;

    public static Tensor?[] Gradient(Operation o, Tensor?[] g)
    {
        var loop = o.Attrs["body"].Func.Cache.Find<Loop>(Made) ?? throw new Engines.OpException(o, "was not run under the tape that differentiates it.");
        var function = loop.Function;
        // The state of the gradient's loop: rounds left, gradients, lists.
        List<int> places = [.. function.Targets, .. function.Sources.Where(source => !function.Targets.Contains(source))];
        var state = new List<Tensor> { o.Outputs[loop.Count] };
        foreach (int i in places)
            state.Add(i < loop.Count && function.Targets.Contains(i) ? g[i] switch { null => Ops.ZerosLike(o.Outputs[i]), IndexedSlices slices => slices.ToDense(), var dense => dense }
                : function.ZeroGradient(i, o.Inputs[i]));
        state.AddRange(o.Outputs[(loop.Count + 1)..]);

        var result = ControlFlow.While(static state => Ops.Greater(state[0], 0), current =>
        {
            var next = new Tensor[current.Length];
            next[0] = current[0] - 1;
            var popped = new Tensor[loop.Kept.Count];
            int lists = 1 + places.Count;
            for (int k = 0; k < popped.Length; k++)
                (next[lists + k], popped[k]) = Ops.TensorListPopBack(current[lists + k], ListGradients.ElementShape(loop.Kept[k].Shape), loop.Kept[k].DType);
            var gradients = new Tensor?[loop.Count];
            for (int j = 0; j < function.Targets.Count; j++) gradients[places[j]] = current[1 + j];
            var sent = function.Call(gradients, [], needed => loop.Kept.IndexOf(needed) is >= 0 and var k ? popped[k] : o.Inputs[function.InputIndex(needed)]);
            for (int j = 0; j < places.Count; j++)
                next[1 + j] = j < function.Targets.Count ? sent[places[j]]! : current[1 + j] + sent[places[j]]!;
            return next;
        }, [.. state]);

        var all = new Tensor?[o.Inputs.Length];
        for (int j = 0; j < places.Count; j++) all[places[j]] = result[1 + j];
        return all;
    }

    /// <summary>The functions of the extended loop, and what it keeps of each round.</summary>
    private sealed class Loop
    {
        public Loop(FunctionGraph condition, FunctionGraph body)
        {
            Count = body.Inputs.Count;
            Function = DifferentiableFunction.Of(body, always: true);
            Kept = [.. Function.Needed.Where(needed => Function.InputIndex(needed) is var input && (input < 0 || !IsPassedOn(body, input)))];
            Body = Function.Forward;
            var round = Body.AddInput(new(DType.Int32, Shape.Scalar));
            var lists = Kept.ConvertAll(_ => (Tensor)Body.AddInput(new(DType.Variant, Shape.Scalar)));
            using (GradientTape.Suspend())
            using (Body.Record())
                Body.Return([.. Function.Results, round + 1, .. lists.Select((list, k) => Ops.TensorListPushBack(list, Kept[k]))]);
            Body.Cache.Keep(Made, this);

            var copy = new FunctionCopy(condition, $"{condition.Name}_forward");
            Condition = copy.Graph;
            for (int i = Count; i < Body.Inputs.Count; i++) Condition.AddInput(TensorSpec.Of(Body.Inputs[i]));
            Condition.Return(copy.Outputs(condition));
        }

        /// <summary>How many values go around in the loop itself.</summary>
        public int Count { get; }

        public DifferentiableFunction Function { get; }

        /// <summary>What is kept of each round.</summary>
        public List<Tensor> Kept { get; }

        public FunctionGraph Condition { get; }

        public FunctionGraph Body { get; }

        // What no round changes need not be kept.
        private static bool IsPassedOn(FunctionGraph body, int input)
        {
            var output = body.Outputs[input];
            while (output.Node.Op.Name == "Identity") output = (SymbolicTensor)output.Node.Inputs[0];
            return ReferenceEquals(output, body.Inputs[input]);
        }
    }
}
