using Keratin.Engines.Managed;
using Keratin.Engines.TensorFlow;
using Keratin.Engines.TensorFlow.Functions;
using Keratin.Graphs;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;

namespace Keratin.Tests.Engines.TensorFlow;

/// <summary>What is changed in functions before TensorFlow gets them.</summary>
internal sealed class FunctionRewritingTests : OnTensorFlow
{
    private const float Rate = 0.1f;

    [Test]
    public void Adam_s_chain_of_ops_becomes_three_updates_in_place()
    {
        var (optimizer, weights) = (new Adam(), new Variable(Tensor.From([1f, -2f, 3f])));
        optimizer.Build([weights]);
        var graph = FunctionGraph.Trace("adam", [new TensorSpec(DType.Float32, [3])], gradient => { optimizer.ApplyGradients([gradient[0]], [weights]); return []; });
        string[] written = [.. UpdateFusion.Apply(graph).Nodes.Where(static node => node.HasEffect).Select(static node => node.Op.Name)];
        Assert.That(written, Is.EqualTo(new[] { "ResourceApplyGradientDescent", "ResourceApplyGradientDescent", "ResourceApplyAdagradV2", "AssignAddVariableOp" }));
    }

    [Test]
    public void Training_with_fused_updates_agrees_with_the_managed_engine()
    {
        var onTensorFlow = Train();
        Engine.Current = new ManagedEngine();
        Assert.That(onTensorFlow, Is.EqualTo(Train()).Within(2e-6f));

        static float[] Train()
        {
            var model = new Sequential([new Input(3), new Dense(4, "tanh", kernelInitializer: "ones"), new Dense(2)]);
            foreach (var weight in model.Weights) weight.Assign(Tensor.From(Enumerable.Range(0, (int)weight.Shape.ElementCount).Select(static i => i % 5 / 5f - 0.3f).ToArray(), weight.Shape));
            model.Compile(new AdamW(learningRate: 0.01, amsgrad: true), new MeanSquaredError());
            model.Fit(Tensor.From(new float[,] { { 1, 2, 3 }, { 0, -1, 1 }, { 2, 2, -2 } }), Tensor.From(new float[,] { { 1, 0 }, { 0, 1 }, { 1, 1 } }), batchSize: 3, epochs: 20);
            return [.. model.Weights.SelectMany(static weight => weight.Resource.Read().ToArray<float>())];
        }
    }

    [Test]
    public void A_mean_that_is_read_or_written_in_between_keeps_its_chain()
    {
        var mean = new Variable(Tensor.From([1f, 2f]));
        var fused = Moving(_ => { });
        Assert.That(Ops(UpdateFusion.Apply(fused)), Does.Contain("ResourceApplyGradientDescent"));
        foreach (var graph in new[] { Moving(_ => _ = mean.Value), Moving(_ => mean.AssignAdd(Tensor.From([1f, 1f]))) })
            Assert.That(UpdateFusion.Apply(graph), Is.SameAs(graph));

        FunctionGraph Moving(Action<Tensor> between) => FunctionGraph.Trace("moving", [new TensorSpec(DType.Float32, [2])], x =>
        {
            var before = mean.Value;
            var after = before + (x[0] - before) * Rate;
            between(after);
            mean.Assign(after);
            return [after];
        });
    }

    [Test]
    public void The_value_before_and_the_value_after_a_fused_update_are_told_apart()
    {
        var mean = new Variable(Tensor.From([1f, 2f]));
        var results = Function.Trace("before_and_after", [new TensorSpec(DType.Float32, [2])], x =>
        {
            var before = mean.Value;
            var after = before + (x[0] - before) * 0.5f;
            mean.Assign(after);
            return [before * 1f, after, mean.Value];
        }).Compile().Run([Tensor.From([3f, 4f])]);
        Assert.That(Array.ConvertAll(results, static result => result.ToArray<float>()), Is.EqualTo(new[] { new[] { 1f, 2f }, [2f, 3f], [2f, 3f] }));
    }

    [Test]
    public void A_number_is_read_once_until_it_is_written()
    {
        var count = new Variable(Tensor.Scalar(1L));
        var graph = FunctionGraph.Trace("counting", [], _ =>
        {
            var sum = count.Value + count.Value;
            count.AssignAdd(1L);
            return [sum + count.Value];
        });
        Assert.That(Ops(graph).Count(static op => op == "ReadVariableOp"), Is.EqualTo(3));
        Assert.That(Ops(SharedReads.Apply(graph)).Count(static op => op == "ReadVariableOp"), Is.EqualTo(2));
        Assert.That(Function.Trace("counting", [], _ => [count.Value + count.Value]).Compile().Run([])[0].Item<long>(), Is.EqualTo(2));
    }

    [Test]
    public void What_nothing_comes_of_is_not_run()
    {
        // Checks fail where they run; this one has no output that is used and changes nothing.
        var function = Function.Trace("unused", [new TensorSpec(DType.Float32, [-1]), new TensorSpec(DType.Float32, [-1])], static x =>
        {
            _ = x[0] + x[1];
            Tensor used = x[0];
            for (int i = 0; i < 6; i++) used = Keratin.Ops.Square(used);
            return [used];
        });
        Assert.That(function.Compile().Run([Tensor.From([1f, 1f]), Tensor.From([1f, 1f, 1f])])[0].ToArray<float>(), Is.EqualTo(new[] { 1f, 1f }));
    }

    [Test]
    public void Functions_that_TensorFlow_rewrites_give_the_same()
    {
        Engine.Current = new TensorFlowEngine(new TensorFlowOptions { LibraryPath = TensorFlow.LibraryPath, Grappler = true });
        var (kernel, bias) = (new Variable(Tensor.From(new float[,] { { 1, -1 }, { 2, 3 } })), new Variable(Tensor.From([1f, -20f])));
        var function = Function.Trace("dense", [new TensorSpec(DType.Float32, [-1, 2])], x => [Keratin.Ops.Relu(Keratin.Ops.BiasAdd(Keratin.Ops.MatMul(x[0], kernel), bias)) * (2f * Tensor.Scalar(3f))]);
        Assert.That(function.Compile().Run([Tensor.From(new float[,] { { 1, 2 } })])[0].ToArray<float>(), Is.EqualTo(new[] { 36f, 0f }));
    }

    private static IEnumerable<string> Ops(FunctionGraph graph) => graph.Nodes.Select(static node => node.Op.Name);
}
