using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public class PartitionTests
{
    [Test]
    public void Numeric_parts_around_a_node_that_no_plan_holds_have_plans_of_their_own()
    {
        var scale = new Variable(Tensor.From([2f]));
        var graph = FunctionGraph.Trace("mixed", [new(DType.Float32, [-1]), new(DType.Resource, Shape.Scalar)], a =>
        {
            var before = Ops.Tanh(Ops.Mul(a[0], scale));
            // A handle that only the caller knows: no plan can tell which variable it is.
            Ops.AssignVariableOp(a[1], before);
            var read = Ops.ReadVariableOp(a[1], DType.Float32);
            return [Ops.Neg(Ops.AddV2(read, before)), before];
        });
        IReadOnlyList<EagerTensor> captures = [.. graph.Captures.Select(static capture => capture.Value)];
        var pieces = Partition.Cut(graph, captures, []);
        Assert.That(pieces, Has.Length.EqualTo(4));

        var store = new Variable(DType.Float32, [-1], "store");
        Tensor[] arguments = [Tensor.From([1f, 2f, 3f]), store.Handle];
        var expected = new InterpretedExecutable(graph, captures).Run(arguments);
        var actual = new InterpretedExecutable(graph, captures, pieces).Run(arguments);
        Assert.That(actual[0].ToArray<float>(), Is.EqualTo(expected[0].ToArray<float>()));
        Assert.That(actual[1].ToArray<float>(), Is.EqualTo(expected[1].ToArray<float>()));
        Assert.That(store.Value.ToArray<float>(), Is.EqualTo(expected[1].ToArray<float>()));
    }

    [Test]
    public void Shapes_that_depend_on_values_are_interpreted_and_the_rest_is_planned()
    {
        var executable = PlanTests.Compile([new(DType.Float32, [-1]), new(DType.Int32, Shape.Scalar)], static a =>
        {
            var scaled = Ops.Mul(Ops.Tanh(a[0]), 2f);
            var repeated = Ops.Fill(Ops.Reshape(a[1], new[] { 1 }), Ops.GatherV2(scaled, 0, 0));
            return [Ops.Neg(Ops.Square(repeated)), scaled];
        });
        Assert.That(executable.Specialize([[2], Shape.Scalar]), Is.Null);
        foreach (int count in (int[])[3, 5, 0])
        {
            var results = executable.Run([Tensor.From([0.5f, 1f]), Tensor.Scalar(count)]);
            float scaled = 2 * MathF.Tanh(0.5f);
            Assert.That(results[0].ToArray<float>(), Is.EqualTo(Enumerable.Repeat(-scaled * scaled, count)).Within(1e-5f));
            Assert.That(results[1].ToArray<float>(), Is.EqualTo([scaled, 2 * MathF.Tanh(1f)]).Within(1e-6f));
        }
    }
}
