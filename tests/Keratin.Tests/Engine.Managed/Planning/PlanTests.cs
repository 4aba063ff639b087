using Keratin.Engines;
using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public unsafe class PlanTests
{
    private static readonly TensorSpec Matrix = new(DType.Float32, [-1, 3]);

    [Test]
    public void Asking_again_for_the_same_shapes_gives_the_same_plan()
    {
        var executable = Compile([Matrix], static a => [Ops.Relu(a[0])]);
        var first = executable.Specialize([[2, 3]]);
        Assert.That(executable.Specialize([[4, 3]]), Is.Not.Null.And.Not.SameAs(first));
        Assert.That(executable.Specialize([[2, 3]]), Is.SameAs(first));
        Assert.That(first!.Outputs, Is.EqualTo(new[] { new TensorSpec(DType.Float32, [2, 3]) }));
    }

    [Test]
    public void Keeps_a_bounded_number_of_plans()
    {
        var executable = Compile([Matrix], static a => [Ops.Relu(a[0])]);
        var first = executable.Specialize([[1, 3]]);
        for (int rows = 2; rows < 100; rows++) executable.Specialize([[rows, 3]]);
        Assert.That(executable.Specialize([[1, 3]]), Is.Not.SameAs(first));
    }

    [Test]
    public void A_run_allocates_nothing()
    {
        var variable = new Variable(Tensor.From(new float[3]));
        var plan = Compile([Matrix], a =>
        {
            variable.AssignAdd(Ops.GatherV2(a[0], 0, 0));
            return [Ops.Reshape(Ops.Tanh(Ops.Mul(a[0], variable)), new[] { -1 }), Ops.Neg(a[0])];
        }).Specialize([[50, 3]])!;
        float[] input = new float[150], results = new float[300];
        fixed (float* x = input, y = results)
        {
            ReadOnlySpan<nint> arguments = [(nint)x], outputs = [(nint)y, (nint)(y + 150)];
            plan.Run(arguments, outputs);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) plan.Run(arguments, outputs);
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        }
    }

    [Test]
    public void Many_threads_run_one_plan_at_once()
    {
        var plan = Compile([Matrix], static a => [Ops.Sub(Ops.ReverseV2(Ops.Square(a[0]), new[] { 0 }), Ops.ReverseV2(Ops.Neg(a[0]), new[] { 1 }))]);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var input = RandomProgram.Numbers([20, 3], thread);
            float[] expected = [.. Enumerable.Range(0, 60).Select(i => Square(input.AsSpan<float>()[(19 - i / 3) * 3 + i % 3]) + input.AsSpan<float>()[i / 3 * 3 + 2 - i % 3])];
            for (int run = 0; run < 200; run++) Assert.That(plan.Run([input])[0].ToArray<float>(), Is.EqualTo(expected));
        });

        static float Square(float x) => x * x;
    }

    [Test]
    public void Shape_arithmetic_is_done_while_planning()
    {
        var plan = (Plan)Compile([Matrix], static a =>
        {
            var shape = Ops.Shape(a[0]);
            var rows = Ops.StridedSlice(shape, new[] { 0 }, new[] { 1 }, new[] { 1 }, shrinkAxisMask: 1);
            return [Ops.Neg(Ops.Reshape(a[0], Ops.Pack([rows, Tensor.Scalar(3), Tensor.Scalar(1)])))];
        }).Specialize([[5, 3]])!;
        Assert.That(plan.Description, Is.EqualTo(new[] { "Neg" }));
        Assert.That(plan.Outputs[0].Shape, Is.EqualTo(Shape.Create(5, 3, 1)));
    }

    [Test]
    public void Nodes_that_move_nothing_cost_nothing()
    {
        var executable = Compile([new(DType.Float32, [2, 1, 3])], static a =>
        [
            Ops.Neg(Ops.Sum(a[0], Array.Empty<int>())),
            Ops.Neg(Ops.Mean(a[0], new[] { 1 })),
            Ops.Neg(Ops.Transpose(a[0], new[] { 1, 0, 2 })),
            Ops.Neg(Ops.Tile(a[0], new[] { 1, 1, 1 })),
            Ops.Neg(Ops.Cast(a[0], DType.Float32)),
            Ops.Neg(Ops.StridedSlice(a[0], new[] { 0, 0, 0 }, new[] { 2, 1, 3 }, new[] { 1, 1, 1 }, shrinkAxisMask: 2)),
            Ops.Neg(Ops.ReverseV2(a[0], new[] { 2 })),
            Ops.Neg(Ops.Transpose(a[0], new[] { 2, 1, 0 })),
        ]);
        var plan = (Plan)executable.Specialize([[2, 1, 3]])!;
        Assert.That(plan.Description.Where(static step => step is not ("Neg" or "Identity")), Is.EqualTo(new[] { "ReverseV2", "Transpose" }));
        Assert.That(plan.Outputs.Select(static output => output.Shape), Is.EqualTo(new Shape[] { [2, 1, 3], [2, 3], [1, 2, 3], [2, 1, 3], [2, 1, 3], [2, 3], [2, 1, 3], [3, 1, 2] }));
        var results = executable.Run([Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [2, 1, 3])]);
        for (int i = 0; i < 6; i++) Assert.That(results[i].ToArray<float>(), Is.EqualTo([-1f, -2f, -3f, -4f, -5f, -6f]));
        Assert.That(results[6].ToArray<float>(), Is.EqualTo([-3f, -2f, -1f, -6f, -5f, -4f]));
        Assert.That(results[7].ToArray<float>(), Is.EqualTo([-1f, -4f, -2f, -5f, -3f, -6f]));
    }

    [Test]
    public void Equal_nodes_run_once_and_unused_nodes_never()
    {
        var plan = (Plan)Compile([Matrix], static a =>
        {
            Ops.Tanh(a[0]);
            return [Ops.ReverseV2(Ops.ReverseV2(a[0], new[] { 0 }), new[] { 1 }), Ops.ReverseV2(Ops.ReverseV2(a[0], new[] { 0 }), new[] { 0 })];
        }).Specialize([[5, 3]])!;
        Assert.That(plan.Description, Is.EqualTo(new[] { "ReverseV2", "ReverseV2", "ReverseV2" }));
    }

    [Test]
    public void Called_functions_become_part_of_the_plan()
    {
        var weight = new Variable(Tensor.From([1f, 2f, 3f]));
        var inner = Function.Trace("inner", [Matrix], a => [Ops.Mul(a[0], weight), Ops.Reshape(a[0], new[] { -1 })]);
        var executable = Compile([Matrix], a => inner.Invoke(Ops.Neg(a[0])));
        Assert.That(executable.Specialize([[2, 3]]), Is.Not.Null);
        var results = executable.Run([Tensor.From([1f, 1f, 1f, 2f, 2f, 2f], [2, 3])]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([-1f, -2f, -3f, -2f, -4f, -6f]));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([-1f, -1f, -1f, -2f, -2f, -2f]));
    }

    [Test]
    public void Results_may_be_arguments_constants_or_the_same_value_twice()
    {
        var executable = Compile([Matrix], static a =>
        {
            var negated = Ops.Neg(a[0]);
            return [a[0], Ops.Reshape(a[0], new[] { 3 }), Tensor.From([4f, 5f]), negated, negated, Ops.Reshape(negated, new[] { 3, 1 })];
        });
        Assert.That(executable.Specialize([[1, 3]]), Is.Not.Null);
        var results = executable.Run([Tensor.From([1f, 2f, 3f], [1, 3])]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([1f, 2f, 3f]));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([1f, 2f, 3f]));
        Assert.That(results[2].ToArray<float>(), Is.EqualTo([4f, 5f]));
        for (int i = 3; i < 6; i++) Assert.That(results[i].ToArray<float>(), Is.EqualTo([-1f, -2f, -3f]));
        Assert.That(results[5].Shape, Is.EqualTo(Shape.Create(3, 1)));
    }

    [Test]
    public void What_no_plan_holds_is_interpreted()
    {
        var executable = Compile([Matrix, new(DType.String, [2])], static a => [Ops.Neg(a[0]), Ops.Identity(a[1]), Tensor.FromStrings("constant")]);
        var results = executable.Run([Tensor.From([1f, 2f, 3f], [1, 3]), Tensor.FromStrings("a", "b")]);
        Assert.That(executable.Specialize([[1, 3], [2]]), Is.Null);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([-1f, -2f, -3f]));
        Assert.That(results[1].ToArray<string>(), Is.EqualTo(["a", "b"]));
        Assert.That(results[2].ToArray<string>(), Is.EqualTo(["constant"]));
    }

    [Test]
    public void Arguments_of_other_shapes_or_dtypes_are_refused()
    {
        var executable = Compile([Matrix], static a => [Ops.Neg(a[0])]);
        Assert.That(() => executable.Specialize([[2, 4]]), Throws.ArgumentException.With.Message.Contains("(None, 3)").And.Message.Contains("(2, 4)"));
        Assert.That(() => executable.Specialize([[-1, 3]]), Throws.ArgumentException);
        Assert.That(() => executable.Run([Tensor.From(new int[3], [1, 3])]), Throws.ArgumentException.With.Message.Contains("int32"));
        Assert.That(() => executable.Run([]), Throws.ArgumentException);
    }

    [Test]
    public void Errors_of_kernels_name_op_and_node()
    {
        var executable = Compile([Matrix, new(DType.Int32, [2])], static a => [Ops.GatherV2(a[0], a[1], 0)]);
        Assert.That(executable.Specialize([[1, 3], [2]]), Is.Not.Null);
        var error = Assert.Throws<OpException>(() => executable.Run([Tensor.From([1f, 2f, 3f], [1, 3]), Tensor.From([0, 7])]))!;
        Assert.That(error.Op, Is.EqualTo("GatherV2"));
        Assert.That(error.Message, Does.Contain("GatherV2").And.Contain("function"));
        // A failed run leaves the plan usable.
        Assert.That(executable.Run([Tensor.From([1f, 2f, 3f], [1, 3]), Tensor.From([0, 0])])[0].ToArray<float>(), Is.EqualTo([1f, 2f, 3f, 1f, 2f, 3f]));
    }

    internal static PlannedExecutable Compile(TensorSpec[] arguments, Func<Tensor[], Tensor[]> body)
    {
        var graph = FunctionGraph.Trace("function", arguments, body);
        return new PlannedExecutable(graph, [.. graph.Captures.Select(static capture => capture.Value)]);
    }
}
