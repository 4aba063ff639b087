using Keratin.Losses;

namespace Keratin.Tests.Losses;

public class SequenceAndRegionLossTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Labels_that_do_not_fit_into_the_times_cost_much_and_pull_at_nothing()
    {
        // Two equal labels need a blank between them: three times.
        var labels = Tensor.From<int>([1, 1, 1, 2], [2, 2]);
        var losses = (EagerTensor)LossFunctions.CTC(labels, Tensor.Zeros([2, 2, 3], DType.Float32));
        Assert.That(losses.ToArray<float>()[0], Is.GreaterThan(700).And.LessThan(float.PositiveInfinity));
        Assert.That(losses.ToArray<float>()[1], Is.EqualTo(2 * MathF.Log(3)).Within(1e-5f));
    }

    [Test]
    public void CTC_says_which_shapes_it_takes()
    {
        var logits = Tensor.Zeros([2, 2, 3], DType.Float32);
        Assert.That(() => LossFunctions.CTC(Tensor.From<int>([1, 2]), logits), Throws.ArgumentException.With.Message.Contains("(batch, labels)"));
        Assert.That(() => LossFunctions.CTC(Tensor.From<int>([1, 2], [1, 2]), Tensor.From<float>([1f])), Throws.ArgumentException.With.Message.Contains("(batch, times, classes)"));
    }

    [Test]
    public void Regions_that_are_equal_cost_nothing_and_regions_apart_1()
    {
        Tensor a = Tensor.From<float>([1f, 1, 0, 0]), b = Tensor.From<float>([0f, 0, 1, 1]);
        Assert.That(((EagerTensor)LossFunctions.Dice(a, a)).Item<float>(), Is.Zero.Within(1e-6f));
        Assert.That(((EagerTensor)LossFunctions.Tversky(a, b, 0.3, 0.7)).Item<float>(), Is.EqualTo(1));
    }

    [Test]
    public void Embeddings_without_others_of_their_class_do_not_count()
    {
        var losses = LossFunctions.Circle(Tensor.From<int>([1, 1, 2]), Tensor.From<float>([1f, 0, 0, 1, -1, 0], [3, 2]));
        Assert.That(((EagerTensor)losses.KerasMask!).ToArray<bool>(), Is.EqualTo(new[] { true, true, false }));
    }

    [Test]
    public void The_generalized_crossentropy_takes_q_between_0_and_1_only() =>
        Assert.That(() => new CategoricalGeneralizedCrossEntropy(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
