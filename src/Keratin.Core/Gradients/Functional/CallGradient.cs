using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>Gradients of calls of functions.</summary>
internal static class CallGradient
{
    private const string Key = "differentiable call", Made = "differentiation of a call";

    public static (Tensor[] Inputs, Attrs Attrs)? Extend(OpDef op, Tensor[] inputs, Attrs attrs, bool again)
    {
        var function = attrs["f"].Func;
        if (!again && function.Cache.Find<Differentiation>(Made) is not null) return null;
        var forward = function.Cache.Derived(Key, () => Differentiation.Of(function)).Function.Forward;
        return (inputs, attrs.With(op, ("f", forward), ("Tout", ControlFlow.Types(forward))));
    }

    public static int ResultCount(Attrs attrs) => attrs["f"].Func.Cache.Find<Differentiation>(Made)?.ResultCount ?? int.MaxValue;

    public static Tensor?[] Gradient(Operation o, Tensor?[] g)
    {
        var known = o.Attrs["f"].Func.Cache.Find<Differentiation>(Made) ?? throw new Engines.OpException(o, "was not run under the tape that differentiates it.");
        return known.Function.Call(g, o.Outputs, needed => known.Function.InputIndex(needed) is >= 0 and var input ? o.Inputs[input] : o.Outputs[known.ResultCount + known.Extra.IndexOf(needed)]);
    }

    /// <summary>What stands after the results of the extended function.</summary>
    private sealed record Differentiation(DifferentiableFunction Function, int ResultCount, List<Tensor> Extra)
    {
        public static Differentiation Of(FunctionGraph function)
        {
            var differentiable = DifferentiableFunction.Of(function);
            List<Tensor> extra = [.. differentiable.Needed.Where(needed => differentiable.InputIndex(needed) < 0)];
            differentiable.Forward.Return([.. differentiable.Results, .. extra]);
            var made = new Differentiation(differentiable, differentiable.Results.Length, extra);
            differentiable.Forward.Cache.Keep(Made, made);
            return made;
        }
    }
}
