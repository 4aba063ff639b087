using CsCheck;
using Keratin.Engines;
using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

/// <summary>A random function over tensors that all broadcast to each other, and two variables: instructions whose operands are picked among the values so far.</summary>
/// <param name="Rows">First axis.</param>
/// <param name="Columns">Second axis.</param>
/// <param name="Instructions">What to do, and on which of the values so far.</param>
/// <param name="Outputs">Which values are returned.</param>
internal sealed record RandomProgram(int Rows, int Columns, (int Op, int A, int B)[] Instructions, int[] Outputs)
{
    private static readonly string[] Unary = ["Neg", "Abs", "Relu", "Tanh", "Sigmoid", "Square"];
    private static readonly string[] Binary = ["AddV2", "Sub", "Mul", "Maximum", "Minimum"];

    public static readonly Gen<RandomProgram> Any =
        from rows in Gen.OneOf(Gen.Int[1, 5], Gen.Int[30, 80])
        from columns in Gen.OneOf(Gen.Int[1, 5], Gen.Int[100, 300])
        from instructions in Gen.Select(Gen.Int[0, 13], Gen.Int[0, 1000], Gen.Int[0, 1000]).Array[1, 25]
        from outputs in Gen.Int[0, 1000].Array[1, 4]
        select new RandomProgram(rows, columns, instructions, outputs);

    public TensorSpec[] Arguments =>
    [
        new(DType.Float32, [Rows, Columns]), new(DType.Float32, [Rows, Columns]), new(DType.Float32, [Columns]), new(DType.Float32, [Rows, 1]), new(DType.Float32, Shape.Scalar),
    ];

    /// <summary>Runs three times and gives all results, then the final values of the variables.</summary>
    public List<EagerTensor> Run(Func<FunctionGraph, IReadOnlyList<EagerTensor>, IExecutable> compile)
    {
        Variable[] variables = [new(Numbers([Rows, Columns], 7)), new(Numbers([Columns], 8))];
        var graph = FunctionGraph.Trace("random", Arguments, arguments => Body(arguments, variables));
        var executable = compile(graph, [.. graph.Captures.Select(static capture => capture.Value)]);
        var all = new List<EagerTensor>();
        for (int i = 0; i < 3; i++) all.AddRange(executable.Run([.. Arguments.Select((spec, j) => Numbers(spec.Shape, 10 * i + j))]));
        all.AddRange(variables.Select(static variable => variable.Resource.Read()));
        return all;
    }

    public static EagerTensor Numbers(Shape shape, int seed)
    {
        var random = new Random(seed);
        var elements = new float[shape.ElementCount];
        for (int i = 0; i < elements.Length; i++) elements[i] = random.NextSingle() * 2 - 1;
        return Tensor.From(elements, shape);
    }

    private Tensor[] Body(Tensor[] arguments, Variable[] variables)
    {
        var values = new List<Tensor>(arguments);
        foreach (var (op, a, b) in Instructions)
        {
            Tensor x = values[a % values.Count], y = values[b % values.Count];
            var variable = variables[a % variables.Length];
            switch (op)
            {
                case < 3: values.Add(Ops.Execute(Unary[b % Unary.Length], [x])[0]); break;
                case < 7: values.Add(Ops.Execute(Binary[(a + b) % Binary.Length], [x, y])[0]); break;
                case 7: values.Add(variable.Value); break;
                case 8: variable.Assign(Clipped(Fitting(values, variable, b))); break;
                case 9: variable.AssignAdd(Clipped(Fitting(values, variable, b))); break;
                case 10: variable.AssignSub(Clipped(Fitting(values, variable, b))); break;
                // Views: flattened, computed upon, and brought back.
                case 11: values.Add(Ops.Reshape(Ops.Neg(Ops.Reshape(x, new[] { -1 })), Tensor.From(x.Shape.ToInt32Array()))); break;
                case 12: values.Add(Ops.Identity(x)); break;
                default: values.Add(Ops.Execute("ReverseV2", [x, Tensor.From(x.Rank == 0 ? Array.Empty<int>() : [x.Rank - 1])])[0]); break;
            }
        }
        return [.. Outputs.Select(index => values[(values.Count - 1) - (index % values.Count)])];
    }

    // Products of products would overflow after some runs.
    private static Tensor Clipped(Tensor value) => Ops.Maximum(Ops.Minimum(value, 2f), -2f);

    private static Tensor Fitting(List<Tensor> values, Variable variable, int pick)
    {
        var fitting = values.FindAll(value => value.Shape == variable.Shape);
        return fitting[pick % fitting.Count];
    }
}
