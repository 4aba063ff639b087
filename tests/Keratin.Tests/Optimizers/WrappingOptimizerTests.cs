using Keratin.Optimizers;
using Keratin.Serialization;
using Legacy = Keratin.Optimizers.Legacy;

namespace Keratin.Tests.Optimizers;

public class WrappingOptimizerTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void A_step_with_gradients_that_are_not_finite_is_left_out_and_halves_the_scale()
    {
        var optimizer = new LossScaleOptimizer(new SGD(0.5), initialScale: 8);
        var variable = new Variable(Tensor.From([1f, 2f]));
        optimizer.ApplyGradients([Tensor.From([8f, float.PositiveInfinity])], [variable]);
        Assert.That(variable.Resource.Read().ToArray<float>(), Is.EqualTo(new[] { 1f, 2f }));
        Assert.That(optimizer.LossScale.Resource.Read().Item<float>(), Is.EqualTo(4));
        Assert.That(optimizer.Iterations.Resource.Read().Item<long>(), Is.Zero);
        optimizer.ApplyGradients([Tensor.From([4f, 8f])], [variable]);
        Assert.That(variable.Resource.Read().ToArray<float>(), Is.EqualTo(new[] { 0.5f, 1f }));
    }

    [Test]
    public void Losses_are_scaled_by_the_scale_in_force()
    {
        var optimizer = new LossScaleOptimizer(new SGD(), initialScale: 8);
        Assert.That(((EagerTensor)optimizer.ScaleLoss(3f)).Item<float>(), Is.EqualTo(24));
        Assert.That(((EagerTensor)new SGD { LossScaleFactor = 2 }.ScaleLoss(3f)).Item<float>(), Is.EqualTo(6));
    }

    [Test]
    public void The_optimizer_within_does_not_scale_again() =>
        Assert.That(new LossScaleOptimizer(new SGD { LossScaleFactor = 2 }).InnerOptimizer.LossScaleFactor, Is.Null);

    [Test]
    public void Keras_2_names_the_class_after_the_kind_of_optimizer_within()
    {
        using var behaviour = Dialects.Use(Dialect.Keras2);
        Assert.That(new LossScaleOptimizer(new SGD()).ClassName, Is.EqualTo("LossScaleOptimizerV3"));
        Assert.That(new LossScaleOptimizer(new Legacy.SGD()).ClassName, Is.EqualTo("LossScaleOptimizer"));
    }

    [Test]
    public void A_scale_that_does_not_change_has_to_be_given_and_is_Keras_2s()
    {
        Assert.That(() => new LossScaleOptimizer(new SGD(), dynamic: false, initialScale: 8), Throws.ArgumentException.With.Message.Contains("LossScaleFactor"));
        using var behaviour = Dialects.Use(Dialect.Keras2);
        Assert.That(() => new LossScaleOptimizer(new SGD(), dynamic: false), Throws.ArgumentException);
        Assert.That(new LossScaleOptimizer(new SGD(), dynamic: false, initialScale: 8).DynamicGrowthSteps, Is.Null);
    }

    [Test]
    public void Each_weight_is_trained_by_the_optimizer_that_matches_its_whole_path()
    {
        var (all, bias) = (new SGD(0.5), new SGD(1.0));
        var optimizer = new MultiOptimizer(new OptimizerMap(all, new Dictionary<string, Optimizer> { [".*/bias"] = bias }));
        Variable kernel = new(Tensor.From([1f]), "dense/kernel"), offset = new(Tensor.From([1f]), "dense/bias"), other = new(Tensor.From([1f]), "dense/bias2");
        optimizer.ApplyGradients([Tensor.From([1f]), Tensor.From([1f]), Tensor.From([1f])], [kernel, offset, other]);
        Assert.That(kernel.Resource.Read().Item<float>(), Is.EqualTo(0.5f));
        Assert.That(offset.Resource.Read().Item<float>(), Is.Zero);
        Assert.That(other.Resource.Read().Item<float>(), Is.EqualTo(0.5f));
        Assert.That(optimizer.Optimizers, Is.EqualTo(new[] { bias, all }));
        Assert.That(optimizer.Iterations.Resource.Read().Item<long>(), Is.EqualTo(1));
    }

    [Test]
    public void Two_patterns_that_match_one_path_are_an_error()
    {
        var map = new OptimizerMap(new SGD(), new Dictionary<string, Optimizer> { ["a.*"] = new SGD(), [".*b"] = new SGD() });
        Assert.That(() => map["ab"], Throws.InvalidOperationException.With.Message.Contains("'ab'"));
    }

    [Test]
    public void A_map_survives_its_config()
    {
        var optimizer = new MultiOptimizer(new OptimizerMap(new SGD(0.25), new Dictionary<string, Optimizer> { ["enc.*"] = new Adam(0.5) }));
        var again = KerasSerializer.Deserialize<MultiOptimizer>(KerasSerializer.Serialize(optimizer));
        Assert.That(again.OptimizerMap["encoder"], Is.TypeOf<Adam>().With.Property("LearningRate").Property("Value").EqualTo(0.5));
        Assert.That(again.OptimizerMap.DefaultOptimizer.LearningRate.Value, Is.EqualTo(0.25));
    }

    [Test]
    public void Optimizers_that_wrap_others_are_not_nested()
    {
        var inner = new LossScaleOptimizer(new SGD());
        Assert.That(() => new LossScaleOptimizer(inner), Throws.ArgumentException);
        Assert.That(() => new MultiOptimizer(new OptimizerMap(inner)), Throws.ArgumentException);
    }

    [Test]
    public void The_legacy_Nadam_takes_no_schedule() =>
        Assert.That(() => new Legacy.Nadam(new Keratin.Optimizers.Schedules.ExponentialDecay(0.1, 10, 0.5)), Throws.ArgumentException);

    [Test]
    public void Muon_leaves_embeddings_vectors_and_excluded_layers_to_Adam()
    {
        var optimizer = new Muon(excludeLayers: ["head"]);
        Variable[] variables = [.. new[] { "dense/kernel", "head/kernel", "my_Embedding/embeddings" }.Select(name => new Variable(Tensor.Zeros([2, 3], DType.Float32), name))];
        optimizer.Build(variables);
        Assert.That(optimizer.SlotVariables, Has.Count.EqualTo(5));
    }

    [TestCase(".keras")]
    [TestCase(".h5")]
    public void What_wrapped_optimizers_have_reached_is_saved(string suffix)
    {
        Tensor x = Tensor.From(new float[,] { { 1, 2, 3 } }), y = Tensor.From(new float[,] { { 1, 2 } });
        foreach (Optimizer optimizer in new Optimizer[] { new LossScaleOptimizer(new Adam(), initialScale: 4), new MultiOptimizer(new OptimizerMap(new Adam(), new Dictionary<string, Optimizer> { [".*bias"] = new Adam(0.1) })), new Adafactor() })
        {
            var model = new Keratin.Models.Sequential([new Keratin.Layers.Input(3), new Keratin.Layers.Dense(2)]);
            model.Compile(optimizer, "mse");
            model.Fit(x, y);
            string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"wrapped{suffix}");
            model.Save(path);
            var again = Keratin.Models.Model.Load(path);
            File.Delete(path);
            foreach (var (loaded, saved) in again.Optimizer!.Variables.Zip(optimizer.Variables))
                Assert.That(Numbers(loaded), Is.EqualTo(Numbers(saved)), saved.Name);
        }

        static double[] Numbers(Variable variable) => ((EagerTensor)Ops.Cast(variable.Value, DType.Float64)).ToArray<double>();
    }
}
