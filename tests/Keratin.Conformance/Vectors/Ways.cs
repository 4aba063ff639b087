using Keratin.Conformance.Running;
using Keratin.Engines;
using Keratin.Graphs;

namespace Keratin.Conformance.Vectors;

/// <summary>
/// The ways in which a computation has to give the same: at once; traced with sizes unknown and compiled; traced with fixed
/// shapes, integers known beforehand, and compiled to a plan.
/// </summary>
internal static class Ways
{
    /// <summary>Checks what each way gives, one of them knowing only the ranks.</summary>
    /// <param name="compute">The computation; null stands for a result that is not there.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="check">Throws unless the results are right.</param>
    public static void Check(Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check)
    {
        PartException.Name("eager", () => check(compute(inputs)));
        PartException.Name("compiled", () => Compiled(compute, inputs, check));
        PartException.Name("planned", () => Planned(compute, inputs, check));
    }

    /// <summary>As <see cref="Check"/>, but only the first axis is ever unknown: Keras itself needs to know the others.</summary>
    public static void CheckForAnyBatch(Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check)
    {
        CheckWithShapes(compute, inputs, check);
        PartException.Name("compiled", () => CompiledForAnyBatch(compute, inputs, check));
    }

    /// <summary>As <see cref="Check"/>, but all shapes are known.</summary>
    public static void CheckWithShapes(Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check)
    {
        PartException.Name("eager", () => check(compute(inputs)));
        PartException.Name("planned", () => Planned(compute, inputs, check));
    }

    /// <summary>Traced knowing only the ranks.</summary>
    /// <param name="compute">The computation.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="check">Throws unless the results are right.</param>
    /// <param name="before">The inputs of runs that come first.</param>
    public static void Compiled(Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check, Tensor[][]? before = null) =>
        Traced(compute, inputs, check, static input => input.DType.IsObject() ? input.Shape : Shape.UnknownOfRank(input.Rank), static _ => false, before);

    /// <summary>Traced not knowing the size of the first axis.</summary>
    public static void CompiledForAnyBatch(Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check) =>
        Traced(compute, inputs, check, static input => input.Rank > 0 ? input.Shape.With(0, -1) : input.Shape, static _ => false);

    /// <summary>Traced with all shapes known, and integers part of the function.</summary>
    public static void Planned(Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check) =>
        Traced(compute, inputs, check, static input => input.Shape, static input => !input.DType.IsDifferentiable());

    private static void Traced(
        Func<Tensor[], Tensor?[]> compute, Tensor[] inputs, Action<Tensor?[]> check, Func<Tensor, Shape> shape, Func<Tensor, bool> isConstant, Tensor[][]? before = null)
    {
        var arguments = Array.FindAll(inputs, input => !isConstant(input));
        var specs = Array.ConvertAll(arguments, input => new TensorSpec(input.DType, shape(input)));
        bool[]? present = null;
        var function = Function.Trace("case", specs, symbols =>
        {
            int next = 0;
            var results = compute(Array.ConvertAll(inputs, input => isConstant(input) ? input : symbols[next++]));
            present = Array.ConvertAll(results, static result => result is not null);
            return Array.FindAll(results, static result => result is not null)!;
        });
        var executable = function.Compile();
        foreach (var earlier in before ?? []) executable.Run(earlier);
        check(Spread(executable.Run(arguments), present!));
        // Whatever changes variables must run just once.
        if (function.Graph.Nodes.Any(static node => node.HasEffect)) return;
        if (executable.Specialize(Array.ConvertAll(arguments, static argument => argument.Shape)) is { } specialization)
            PartException.Name("specialized", () => check(Spread(Run(specialization, arguments), present!)));
    }

    private static unsafe Tensor[] Run(ISpecialization specialization, Tensor[] arguments)
    {
        var results = specialization.Outputs.Select(static output => EagerTensor.Allocate(output.DType, output.Shape)).ToArray();
        specialization.Run(Array.ConvertAll(arguments, static argument => (nint)argument.Value.Pointer), Array.ConvertAll(results, static result => (nint)result.Pointer));
        GC.KeepAlive(arguments);
        return results;
    }

    private static Tensor?[] Spread(Tensor[] results, bool[] present)
    {
        int next = 0;
        return Array.ConvertAll(present, isThere => isThere ? results[next++] : null);
    }
}
