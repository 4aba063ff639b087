using Keratin.Optimizers;
using Keratin.Optimizers.Schedules;
using Keratin.Serialization;
using Legacy = Keratin.Optimizers.Legacy;

namespace Keratin.Tests.Optimizers;

public class OptimizerTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void A_name_means_todays_optimizer_even_where_a_legacy_one_has_it_too()
    {
        Assert.That((Optimizer)"SGD", Is.TypeOf<SGD>());
        Assert.That((Optimizer)"rmsprop", Is.TypeOf<RMSprop>());
    }

    [Test]
    public void A_config_with_a_decay_is_a_legacy_optimizers() =>
        Assert.That(
            KerasSerializer.Deserialize<Optimizer>("""{"class_name": "Adam", "config": {"name": "Adam", "learning_rate": 0.01, "decay": 0.1}}"""),
            Is.TypeOf<Legacy.Adam>().With.Property("Decay").EqualTo(0.1));

    [Test]
    public void A_module_decides_between_homonyms() =>
        Assert.That(
            KerasSerializer.Deserialize<Optimizer>("""{"module": "keras.optimizers.legacy", "class_name": "SGD", "config": {"name": "SGD"}, "registered_name": null}"""),
            Is.TypeOf<Legacy.SGD>());

    [Test]
    public void Keras_2s_legacy_form_puts_a_package_before_todays_optimizers_only()
    {
        using var behaviour = Dialects.Use(Dialect.Keras2);
        string today = System.Text.Encoding.UTF8.GetString(KerasSerializer.Serialize(new Adam(), form: ObjectForm.Legacy).Span);
        string legacy = System.Text.Encoding.UTF8.GetString(KerasSerializer.Serialize(new Legacy.Adam(), form: ObjectForm.Legacy).Span);
        Assert.That(today, Does.StartWith("""{"class_name": "Custom>Adam","""));
        Assert.That(legacy, Does.StartWith("""{"class_name": "Adam","""));
    }

    [Test]
    public void A_schedule_changes_the_step()
    {
        var weight = new Variable(Tensor.Scalar(0f));
        var optimizer = new SGD(new PiecewiseConstantDecay([0], [1, 0.5]));
        for (int i = 0; i < 2; i++) optimizer.ApplyGradients([Tensor.Scalar(-1f)], [weight]);
        Assert.That(weight.Value.Item<float>(), Is.EqualTo(1.5f));
    }

    [Test]
    public void Accumulated_gradients_are_averaged_and_applied_once()
    {
        var weight = new Variable(Tensor.Scalar(0f));
        var optimizer = new SGD(1.0) { GradientAccumulationSteps = 2 };
        optimizer.ApplyGradients([Tensor.Scalar(-1f)], [weight]);
        Assert.That(weight.Value.Item<float>(), Is.Zero);
        optimizer.ApplyGradients([Tensor.Scalar(-3f)], [weight]);
        Assert.That(weight.Value.Item<float>(), Is.EqualTo(2f));
    }

    [Test]
    public void A_changed_learning_rate_is_what_the_config_tells()
    {
        var optimizer = new Adam(0.1);
        optimizer.LearningRateVariable!.Assign(0.25f);
        Assert.That((double)optimizer.GetConfig()["learning_rate"]!, Is.EqualTo(0.25));
    }

    [Test]
    public void Other_variables_than_those_it_was_built_for_are_refused()
    {
        var optimizer = new SGD();
        optimizer.Build([new Variable(Tensor.Scalar(0f))]);
        Assert.That(() => optimizer.Build([new Variable(Tensor.Scalar(0f))]), Throws.InvalidOperationException.With.Message.Contains("built for other variables"));
    }

    [Test]
    public void Keras_2s_Nadam_multiplies_its_product_for_each_variable_of_a_traced_step_but_one()
    {
        using var behaviour = Dialects.Use(Dialect.Keras2);
        double first = 0.9 * (1 - 0.5 * 0.96), second = 0.9 * (1 - 0.5 * 0.96 * 0.96);
        Assert.That(ProductAfterTwoSteps(traced: false), Is.EqualTo(first * second).Within(1e-6));
        Assert.That(ProductAfterTwoSteps(traced: true), Is.EqualTo(first * first * second).Within(1e-6));

        static double ProductAfterTwoSteps(bool traced)
        {
            var optimizer = new Nadam { IsTracedForTraining = traced };
            Variable[] variables = [new(Tensor.Scalar(0f), "a"), new(Tensor.Scalar(0f), "b")];
            for (int step = 0; step < 2; step++) optimizer.ApplyGradients([Tensor.Scalar(1f), Tensor.Scalar(1f)], variables);
            return optimizer.State.Last().Resource.Read().Item<float>();
        }
    }
}
