using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Tests.Engines.Managed.Planning;

public class ControlFlowTests
{
    private static readonly TensorSpec Counter = new(DType.Int32, Shape.Scalar);
    private static readonly TensorSpec List = new(DType.Variant, Shape.Scalar);

    [Test]
    public void A_loop_whose_rounds_are_counted_becomes_the_steps_of_all_rounds()
    {
        var condition = FunctionGraph.Trace("condition", [Counter, new(DType.Float32, [2])], static a => [Ops.Less(a[0], 3)]);
        var body = FunctionGraph.Trace("body", [Counter, new(DType.Float32, [2])], static a => [Ops.AddV2(a[0], 1), Ops.ReverseV2(Ops.Mul(a[1], 2f), new[] { 0 })]);
        var executable = PlanTests.Compile([new(DType.Float32, [2])], a => [While(condition, body, Tensor.Scalar(0), a[0])[1]]);
        Assert.That(((Plan)executable.Specialize([[2]])!).Description, Is.EqualTo(new[] { "Mul", "ReverseV2", "Mul", "ReverseV2", "Mul", "ReverseV2" }));
        Assert.That(executable.Run([Tensor.From([1f, 5f])])[0].ToArray<float>(), Is.EqualTo([40f, 8f]));
    }

    [Test]
    public void A_loop_over_time_keeps_no_list()
    {
        var condition = FunctionGraph.Trace("condition", [Counter, new(DType.Float32, [2]), List, List], static a => [Ops.Less(a[0], 3)]);
        var body = FunctionGraph.Trace("body", [Counter, new(DType.Float32, [2]), List, List], static a =>
        {
            var item = Ops.Execute("TensorListGetItem", [a[2], a[0], new[] { 2 }], ("element_dtype", DType.Float32))[0];
            var state = Ops.Tanh(Ops.AddV2(a[1], item));
            return [Ops.AddV2(a[0], 1), state, a[2], Ops.Execute("TensorListSetItem", [a[3], a[0], state], ("element_dtype", DType.Float32))[0]];
        });
        var executable = PlanTests.Compile([new(DType.Float32, [3, 2])], a =>
        {
            var items = Ops.Execute("TensorListFromTensor", [a[0], new[] { 2 }], ("element_dtype", DType.Float32), ("shape_type", DType.Int32))[0];
            var outputs = Ops.Execute("TensorListReserve", [new[] { 2 }, 3], ("element_dtype", DType.Float32), ("shape_type", DType.Int32))[0];
            var results = While(condition, body, Tensor.Scalar(0), Tensor.From(new float[2]), items, outputs);
            return [Ops.Execute("TensorListStack", [results[3], new[] { 2 }], ("element_dtype", DType.Float32))[0], results[1]];
        });
        Assert.That(((Plan)executable.Specialize([[3, 2]])!).Description, Is.EqualTo(new[] { "Unpack", "Tanh+AddV2+Tanh+AddV2+Tanh", "Pack" }));
        var results = executable.Run([Tensor.From([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], [3, 2])]);
        float[] expected = new float[6];
        for (int i = 0; i < 6; i++) expected[i] = MathF.Tanh((i < 2 ? 0 : expected[i - 2]) + (i + 1) / 10f);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo(expected).Within(1e-6f));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo(expected[4..]).Within(1e-6f));
    }

    [Test]
    public void Lists_grow_shrink_and_give_zeros_where_nothing_was_set()
    {
        var executable = PlanTests.Compile([new(DType.Float32, [2])], static a =>
        {
            (string, AttrValue) dtype = ("element_dtype", DType.Float32);
            var list = Ops.Execute("EmptyTensorList", [new[] { -1 }, 5], dtype, ("shape_type", DType.Int32))[0];
            list = Ops.Execute("TensorListPushBack", [list, a[0]], dtype)[0];
            list = Ops.Execute("TensorListPushBack", [list, Ops.Neg(a[0])], dtype)[0];
            var popped = Ops.Execute("TensorListPopBack", [list, new[] { 2 }], dtype);
            var longer = Ops.Execute("TensorListResize", [popped[0], 3])[0];
            var gathered = Ops.Execute("TensorListGather", [longer, new[] { 2, 0 }, new[] { 2 }], dtype)[0];
            return [popped[1], gathered, Ops.Execute("TensorListLength", [longer])[0]];
        });
        Assert.That(executable.Specialize([[2]]), Is.Not.Null);
        var results = executable.Run([Tensor.From([1f, 2f])]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([-1f, -2f]));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([0f, 0f, 1f, 2f]));
        Assert.That(results[2].Item<int>(), Is.EqualTo(3));
    }

    [TestCase(true, -1f)]
    [TestCase(false, 10f)]
    public void The_branch_of_a_known_condition_is_taken(bool condition, float expected)
    {
        var then = FunctionGraph.Trace("then", [new(DType.Float32, [1])], static a => [Ops.Neg(a[0])]);
        var otherwise = FunctionGraph.Trace("otherwise", [new(DType.Float32, [1])], static a => [Ops.Mul(a[0], 10f)]);
        var executable = PlanTests.Compile([new(DType.Float32, [1])], a =>
            [Ops.Execute("If", [condition, a[0]], ("then_branch", then), ("else_branch", otherwise), ("Tout", (DType[])[DType.Float32]))[0]]);
        Assert.That(((Plan)executable.Specialize([[1]])!).Description, Has.Length.EqualTo(1));
        Assert.That(executable.Run([Tensor.From([1f])])[0].ToArray<float>(), Is.EqualTo([expected]));
    }

    private static Tensor[] While(FunctionGraph condition, FunctionGraph body, params Tensor[] state) =>
        Ops.Execute("While", state, ("cond", condition), ("body", body));
}
