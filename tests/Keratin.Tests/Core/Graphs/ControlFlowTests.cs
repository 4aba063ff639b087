using Keratin.Gradients;
using Keratin.Graphs;

namespace Keratin.Tests.Core.Graphs;

public class ControlFlowTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly TensorSpec Vector = new(DType.Float32, [-1]), Count = new(DType.Int32, Shape.Scalar);

    [Test]
    public void A_loop_runs_as_often_as_a_value_says([Values(0, 1, 5)] int rounds)
    {
        var function = Function.Trace("powers", [Vector, Count], a => [Doubled(a[0], a[1])]);
        Assert.That(function.Compile().Run([Tensor.From([1f, 3f]), Tensor.Scalar(rounds)])[0].ToArray<float>(), Is.EqualTo([1f * (1 << rounds), 3f * (1 << rounds)]));
        Assert.That(function.Invoke(Tensor.From([1f, 3f]), rounds)[0].ToArray<float>(), Is.EqualTo([1f * (1 << rounds), 3f * (1 << rounds)]));
    }

    [Test]
    public void A_loop_is_one_node_whose_functions_take_what_they_use_from_outside()
    {
        var variable = new Variable(Tensor.From([2f]));
        var function = Function.Trace("loop", [Vector], a => [ControlFlow.While(s => Ops.Less(s[0], 3), s => [s[0] + 1, s[1] * variable.Value + a[0]], 0, a[0])[1]]);
        var node = function.Graph.Nodes.Single(static node => node.Op.Name == "While");
        Assert.That(node.Inputs.Select(static input => input.DType), Is.EqualTo([DType.Int32, DType.Float32, DType.Resource, DType.Float32]));
        Assert.That(node.HasEffect, Is.False, "it only reads the variable");
        Assert.That(function.Compile().Run([Tensor.From([1f])])[0].ToArray<float>(), Is.EqualTo([15f]));
    }

    [Test]
    public void The_gradient_of_a_loop_goes_back_through_its_rounds([Values] bool traced, [Values(true, false)] bool roundsAreKnown)
    {
        var variable = new Variable(Tensor.From([0.5f, -2f]));
        Tensor[] Gradients(Tensor x, Tensor rounds)
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            // y <- y² · w, three times: y = x⁸ w⁷
            var y = ControlFlow.While(s => Ops.Less(s[0], rounds), s => [s[0] + 1, s[1] * s[1] * variable.Value], 0, x)[1];
            var gradients = tape.Gradient([y], [x, variable.Handle], [null]);
            return [y, gradients[0]!, gradients[1]!];
        }
        Tensor x = Tensor.From([2f, -1f]);
        var results = !traced ? Gradients(x, 3)
            : roundsAreKnown ? Function.Trace("known", [Vector], a => Gradients(a[0], 3)).Compile().Run([x])
            : Function.Trace("unknown", [Vector, Count], a => Gradients(a[0], a[1])).Compile().Run([x, Tensor.Scalar(3)]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([2f, -128f]));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([8f, 1024f]));
        Assert.That(results[2].ToArray<float>(), Is.EqualTo([28f, 448f]));
    }

    [Test]
    public void The_gradient_of_a_gradient_through_a_loop_is_right()
    {
        var function = Function.Trace("second", [Vector, Count], a =>
        {
            using var outer = new GradientTape();
            outer.Watch(a[0]);
            using var inner = new GradientTape();
            inner.Watch(a[0]);
            var y = ControlFlow.While(s => Ops.Less(s[0], a[1]), s => [s[0] + 1, s[1] * a[0]], 0, a[0])[1];
            var first = inner.Gradient(y, a[0])!;
            return [first, outer.Gradient(first, a[0])!];
        });
        var results = function.Compile().Run([Tensor.From([2f]), Tensor.Scalar(2)]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([12f]), "3x²");
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([12f]), "6x");
    }

    [Test]
    public void Lists_that_a_loop_fills_pass_gradients_on([Values] bool lengthIsKnown)
    {
        var function = Function.Trace("cumulative", [new(DType.Float32, [lengthIsKnown ? 3 : -1])], a =>
        {
            using var tape = new GradientTape();
            tape.Watch(a[0]);
            var count = Ops.Size(a[0]);
            var rows = Ops.TensorListFromTensor(a[0], Array.Empty<int>());
            var end = ControlFlow.While(s => Ops.Less(s[0], count), s =>
            {
                var product = s[1] * Ops.TensorListGetItem(rows, s[0], Array.Empty<int>(), DType.Float32);
                return [s[0] + 1, product, Ops.TensorListSetItem(s[2], s[0], product)];
            }, 0, 1f, Ops.TensorListReserve(Array.Empty<int>(), count, DType.Float32));
            var products = Ops.TensorListStack(end[2], Array.Empty<int>(), DType.Float32);
            return [products, tape.Gradient(products, a[0])!];
        });
        var results = function.Compile().Run([Tensor.From([2f, 3f, 4f])]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([2f, 6f, 24f]));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([16f, 10f, 6f]));
    }

    [Test]
    public void A_branch_is_taken_by_value_and_so_is_its_gradient([Values] bool holds)
    {
        var (used, unused) = (new Variable(Tensor.From([3f])), new Variable(Tensor.From([5f])));
        var function = Function.Trace("branch", [Vector, new(DType.Bool, Shape.Scalar)], a =>
        {
            using var tape = new GradientTape();
            tape.Watch(a[0]);
            var y = ControlFlow.If(a[1], () => [Ops.Exp(a[0]) * used.Value], () => [a[0] * a[0] * unused.Value])[0];
            var gradients = tape.Gradient([y], [a[0], used.Handle, unused.Handle], [null]);
            return [y, .. gradients!];
        });
        var results = function.Compile().Run([Tensor.From([2f]), Tensor.From([holds], Shape.Scalar)]);
        float e = MathF.Exp(2);
        float[] expected = holds ? [3 * e, 3 * e, e, 0] : [20, 20, 0, 4];
        for (int i = 0; i < expected.Length; i++) Assert.That(results[i].ToArray<float>()[0], Is.EqualTo(expected[i]).Within(1e-5));
    }

    [Test]
    public void The_gradient_of_a_call_runs_nothing_twice()
    {
        var counter = new Variable(Tensor.Scalar(0f), trainable: false);
        var inner = Function.Trace("inner", [Vector], a =>
        {
            counter.AssignAdd(1f);
            return [Ops.Sin(Ops.Exp(a[0]))];
        });
        Tensor[] Run(Tensor x)
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            return [tape.Gradient(inner.Invoke(x)[0], x)!];
        }
        Tensor x = Tensor.From([0.5f]);
        double exp = Math.Exp(0.5), expected = Math.Cos(exp) * exp;
        Assert.That(Run(x)[0].ToArray<float>()[0], Is.EqualTo(expected).Within(1e-6));
        Assert.That(Function.Trace("outer", [Vector], a => Run(a[0])).Compile().Run([x])[0].ToArray<float>()[0], Is.EqualTo(expected).Within(1e-6));
        Assert.That(counter.Value.Item<float>(), Is.EqualTo(2f));
    }

    [Test]
    public void A_state_whose_size_changes_is_traced_without_it()
    {
        var function = Function.Trace("grow", [Count], a => ControlFlow.While(s => Ops.Less(Ops.Size(s[0]), a[0]), s => [Ops.ConcatV2([s[0], new[] { 7f }], 0)], Tensor.From([7f])));
        Assert.That(function.Graph.Outputs[0].Shape, Is.EqualTo(Shape.Of(-1)));
        Assert.That(function.Compile().Run([Tensor.Scalar(4)])[0].ToArray<float>(), Is.EqualTo([7f, 7f, 7f, 7f]));
    }

    [Test]
    public void A_body_that_changes_a_dtype_is_an_error() =>
        Assert.That(() => Function.Trace("wrong", [Vector], a => ControlFlow.While(s => Ops.Less(Ops.Sum(s[0], 0), 1f), s => [Ops.Cast(s[0], DType.Float64)], a[0])),
            Throws.ArgumentException.With.Message.Contains("float32").And.Message.Contains("float64"));

    private static Tensor Doubled(Tensor x, Tensor rounds) => ControlFlow.While(s => Ops.Less(s[0], rounds), s => [s[0] + 1, s[1] * 2f], 0, x)[1];
}
