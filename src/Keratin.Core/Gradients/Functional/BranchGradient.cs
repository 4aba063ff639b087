using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>Gradients of branches: the same branch is taken again, with what it computed on its way.</summary>
internal static class BranchGradient
{
    private const string Key = "differentiable branches", Made = "differentiation of branches";

    public static (Tensor[] Inputs, Attrs Attrs)? Extend(OpDef op, Tensor[] inputs, Attrs attrs, bool again)
    {
        var branches = Branches(attrs);
        if (!again && branches[0].Cache.Find<Differentiation>(Made) is not null) return null;
        var made = branches[0].Cache.Derived($"{Key} {string.Join(' ', branches.Select(static branch => branch.Name))}", () => new Differentiation(branches));
        var forward = made.Functions.ConvertAll(static function => function.Forward);
        var types = ("Tout", (AttrValue)ControlFlow.Types(forward[0]));
        var extended = attrs.TryGet("branches", out _) ? attrs.With(op, ("branches", forward.ToArray()), types) : attrs.With(op, ("then_branch", forward[0]), ("else_branch", forward[1]), types);
        if (attrs.TryGet("output_shapes", out var shapes) && shapes.Shapes.Length > 0)
            extended = extended.With(op, ("output_shapes", (Shape[])[.. shapes.Shapes, .. made.Extra.Select(static extra => extra.Shape)]));
        return (inputs, extended);
    }

    public static int ResultCount(Attrs attrs) => Branches(attrs)[0].Cache.Find<Differentiation>(Made)?.ResultCount ?? int.MaxValue;

    public static Tensor?[] Gradient(Operation o, Tensor?[] g)
    {
        var made = Branches(o.Attrs)[0].Cache.Find<Differentiation>(Made) ?? throw new Engines.OpException(o, "was not run under the tape that differentiates it.");
        var targets = made.Functions[0].Targets;
        List<int> sources = [.. made.Functions.SelectMany(static function => function.Sources).Distinct()];
        Tensor[] given =
        [
            .. targets.Select(i => g[i] switch { null => Ops.ZerosLike(o.Outputs[i]), IndexedSlices slices => slices.ToDense(), var dense => dense }),
            .. o.Inputs[1..], .. o.Outputs[made.ResultCount..],
        ];
        var backward = new FunctionGraph[made.Functions.Count];
        for (int k = 0; k < backward.Length; k++) backward[k] = made.Backward(k, sources, Array.ConvertAll(given, TensorSpec.Of), o.Inputs.Length - 1);
        bool hasState = Array.Exists(backward, ControlFlow.IsStateful);
        var types = ("Tout", (AttrValue)ControlFlow.Types(backward[0]));
        var results = o.Attrs.TryGet("branches", out _)
            ? Ops.Execute(hasState ? "Case" : "StatelessCase", [o.Inputs[0], .. given], ("branches", backward), types)
            : Ops.Execute(hasState ? "If" : "StatelessIf", [o.Inputs[0], .. given], ("then_branch", backward[0]), ("else_branch", backward[1]), types);
        var all = new Tensor?[o.Inputs.Length];
        for (int j = 0; j < results.Length; j++) all[1 + sources[j]] = results[j];
        return all;
    }

    private static FunctionGraph[] Branches(Attrs attrs) =>
        attrs.TryGet("branches", out var branches) ? branches.Funcs : [attrs["then_branch"].Func, attrs["else_branch"].Func];

    private sealed class Differentiation
    {
        public Differentiation(FunctionGraph[] branches)
        {
            ResultCount = branches[0].Outputs.Count;
            Functions = [.. branches.Select(static branch => DifferentiableFunction.Of(branch))];
            Extra = [.. Functions.SelectMany(static function => function.Needed.Where(needed => function.InputIndex(needed) < 0))];
            foreach (var function in Functions)
            {
                using (GradientTape.Suspend())
                using (function.Forward.Record())
                    function.Forward.Return([.. function.Results, .. Extra.Select(extra => ((SymbolicTensor)extra).Graph == function.Forward ? extra : Nothing(extra))]);
                function.Forward.Cache.Keep(Made, this);
            }
        }

        public int ResultCount { get; }

        public List<DifferentiableFunction> Functions { get; }

        /// <summary>What any of the branches computes on its way and its gradient needs: the others give something in its place.</summary>
        public List<Tensor> Extra { get; }

        /// <summary>What is done where the branch was taken: from gradients, inputs and extra results, gradients of the inputs that any branch gives one for.</summary>
        public FunctionGraph Backward(int branch, List<int> sources, TensorSpec[] given, int inputCount)
        {
            var function = Functions[branch];
            return FunctionGraph.Trace(function.Backward.Name + "_branch", given, symbols =>
            {
                int targets = function.Targets.Count;
                var gradients = new Tensor?[ResultCount];
                for (int j = 0; j < targets; j++) gradients[function.Targets[j]] = symbols[j];
                var sent = function.Call(gradients, [], needed => function.InputIndex(needed) is >= 0 and var input ? symbols[targets + input] : symbols[targets + inputCount + Extra.IndexOf(needed)]);
                return [.. sources.Select(source => sent[source] ?? Functions.Find(other => other.Sources.Contains(source))!.ZeroGradient(source, symbols[targets + source]))];
            });
        }

        // Nobody reads it; its dtype and shape have to fit.
        private static Tensor Nothing(Tensor like)
        {
            if (like.DType == DType.Variant) return Ops.EmptyTensorList(-1, -1, DType.Float32);
            if (like.DType == DType.String) return new EagerTensor(DType.String, Shape.Scalar, [Array.Empty<byte>()]);
            if (like.DType == DType.Resource) throw new Engines.OpException("If", "a branch that makes a variable or a table can't be differentiated.");
            var shape = like.Shape.HasRank ? Shape.Create(Array.ConvertAll(like.Shape.ToArray(), static dim => Math.Max(dim, 1))) : Shape.Scalar;
            return Ops.Fill(shape, GradientShapes.Number(0, like.DType));
        }
    }
}
