using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Ops that run functions: calls, branches and loops. What the functions do is compiled, and run by plans wherever shapes allow.</summary>
internal static class FunctionalKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "PartitionedCall" or "StatefulPartitionedCall" => new ObjectKernel(static (o, i) => Call(o.Attrs["f"].Func, i)),
        "If" or "StatelessIf" => new ObjectKernel(static (o, i) => Call(o.Attrs[IsTrue(i[0]) ? "then_branch" : "else_branch"].Func, i.AsSpan(1))),
        "Case" or "StatelessCase" => new ObjectKernel(Case),
        "While" or "StatelessWhile" => new ObjectKernel(While),
        _ => null,
    };

    /// <summary>Whether a condition holds: a number does unless it is zero, a string unless it is empty, any other tensor unless it has no elements.</summary>
    public static bool IsTrue(EagerTensor condition)
    {
        if (condition.Rank != 0) return condition.Shape.ElementCount != 0;
        if (condition.DType == DType.String) return ((byte[])condition.Objects[0]).Length != 0;
        if (condition.DType.IsObject()) throw new ArgumentException($"A {condition.DType.Name()} is no condition.");
        foreach (byte part in condition.DType.IsFloating() ? Eager.Call("Cast", [condition], ("DstT", DType.Bool)).Bytes : condition.Bytes)
            if (part != 0) return true;
        return false;
    }

    private static EagerTensor[] Case(Operation operation, EagerTensor[] inputs)
    {
        var branches = operation.Attrs["branches"].Funcs;
        int index = inputs[0].Item<int>();
        return Call(branches[(uint)index < (uint)branches.Length ? index : branches.Length - 1], inputs.AsSpan(1));
    }

    private static EagerTensor[] While(Operation operation, EagerTensor[] state)
    {
        var (condition, body) = (operation.Attrs["cond"].Func, operation.Attrs["body"].Func);
        while (IsTrue(Call(condition, state)[0]))
        {
            state = Call(body, state);
            if (state.Length != operation.Inputs.Length) throw new OpException(operation, $"the body '{body.Name}' gives {state.Length} values; {operation.Inputs.Length} go around.");
        }
        return state;
    }

    // Handles are part of what is compiled: a plan then knows which variables it works on.
    private static EagerTensor[] Call(FunctionGraph function, ReadOnlySpan<EagerTensor> inputs)
    {
        if (inputs.Length != function.Inputs.Count)
            throw new ArgumentException($"Function '{function.Name}' takes {function.Inputs.Count} values; {inputs.Length} were given.");
        int arguments = inputs.Length;
        while (arguments > 0 && inputs[arguments - 1].DType == DType.Resource) arguments--;
        Tensor[] values = [.. inputs];
        return function.Cache.Executable(function, Engine.Current, values.AsSpan(arguments)).Run(values.AsSpan(0, arguments));
    }
}
