using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Tests.Losses;

public class LossTests(string engine) : Testing.OnEachEngine(engine)
{
    [TestCase("mse", "MeanSquaredError")]
    [TestCase("MAE", "MeanAbsoluteError")]
    [TestCase("bce", "BinaryCrossentropy")]
    [TestCase("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy")]
    [TestCase("kullback_leibler_divergence", "KLDivergence")]
    public void Is_found_by_name_or_alias(string name, string className)
    {
        Loss loss = name;
        Assert.That(loss.ClassName, Is.EqualTo(className));
    }

    [Test]
    public void An_unknown_name_says_what_to_do() =>
        Assert.That(() => { Loss _ = "no_such_loss"; }, Throws.TypeOf<KerasConfigException>().With.Message.Contains("no_such_loss"));

    [Test]
    public void A_wrapper_of_one_of_Kerass_functions_becomes_its_class()
    {
        var loss = KerasSerializer.Deserialize<Loss>(
            """{"class_name": "LossFunctionWrapper", "config": {"name": "error", "reduction": "sum", "fn": "mean_squared_error"}}""");
        Assert.That(loss, Is.TypeOf<MeanSquaredError>());
        Assert.That((loss.Name, loss.Reduction), Is.EqualTo(("error", Reduction.Sum)));
    }

    [Test]
    public void A_function_of_ones_own_is_a_loss()
    {
        var loss = new LossFunctionWrapper((yTrue, yPred) => Ops.Mean(yTrue * yPred, -1));
        Assert.That(loss.Apply(Tensor.From(new[,] { { 1f, 2f }, { 3f, 4f } }), Tensor.From(new[,] { { 1f, 1f }, { 2f, 2f } })).Item<float>(), Is.EqualTo((1.5f + 7f) / 2));
    }

    [Test]
    public void A_mask_leaves_elements_out_of_the_mean()
    {
        Tensor yTrue = Tensor.From(new[,] { { 0f }, { 0f }, { 0f } }), yPred = Tensor.From(new[,] { { 1f }, { 2f }, { 30f } });
        yPred.KerasMask = Tensor.From(new[] { true, true, false });
        Assert.That(new MeanSquaredError().Apply(yTrue, yPred).Item<float>(), Is.EqualTo(2.5f).Within(1e-6));
    }

    [Test]
    public void Keras_2_configs_name_the_function()
    {
        using var behaviour = Dialects.Use(Dialect.Keras2);
        Assert.That((string?)new Huber(2).GetConfig()["fn"], Is.EqualTo("huber"));
    }
}
