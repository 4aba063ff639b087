using Keratin.Metrics;
using Keratin.Serialization;

namespace Keratin.Tests.Metrics;

public class ClassMetricTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Keras_3_counts_classes_in_integers_and_Keras_2_in_floats()
    {
        Assert.That(new MeanIoU(3).DType, Is.EqualTo(DType.Int64));
        using var behaviour = Dialects.Use(Dialect.Keras2);
        Assert.That(new MeanIoU(3).DType, Is.EqualTo(DType.Float32));
    }

    [Test]
    public void Keras_3_passes_over_labels_that_are_no_classes()
    {
        var metric = new IoU(2, [0]);
        metric.UpdateState(Tensor.From<int>([0, 0, 7, -1]), Tensor.From<int>([0, 1, 0, 0]));
        Assert.That(((EagerTensor)metric.Result()).Item<float>(), Is.EqualTo(0.5f).Within(1e-6f));
    }

    [Test]
    public void In_Keras_2_labels_that_are_no_classes_are_an_error()
    {
        using var behaviour = Dialects.Use(Dialect.Keras2);
        var metric = new IoU(2, [0]);
        Assert.That(() => metric.UpdateState(Tensor.From<int>([0, 7]), Tensor.From<int>([0, 0])), Throws.InstanceOf<Exception>().With.Message.Contains("7"));
    }

    [Test]
    public void Target_classes_that_do_not_exist_are_refused() =>
        Assert.That(() => new IoU(2, [2]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("0 to 1"));

    [Test]
    public void The_largest_prediction_of_a_row_counts_as_positive_unless_it_is_0()
    {
        var metric = new F1Score();
        metric.UpdateState(Tensor.From<float>([1f, 0, 0, 1], [2, 2]), Tensor.From<float>([0.4f, 0.1f, 0, 0], [2, 2]));
        Assert.That(((EagerTensor)metric.Result()).ToArray<float>(), Is.EqualTo(new[] { 1f, 0f }).Within(1e-6f));
    }

    [Test]
    public void Scores_refuse_betas_thresholds_and_shapes_that_make_no_sense()
    {
        Assert.That(() => new FBetaScore(beta: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new F1Score(threshold: 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new F1Score().UpdateState(Tensor.From<float>([1f]), Tensor.From<float>([1f])), Throws.ArgumentException.With.Message.Contains("(batch, classes)"));
        Assert.That(() => new R2Score().UpdateState(Tensor.From<float>([1f]), Tensor.From<float>([1f])), Throws.ArgumentException.With.Message.Contains("(batch, outputs)"));
        Assert.That(() => new R2Score(numRegressors: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void An_F1_score_has_no_beta_in_its_config() => Assert.That(new F1Score().GetConfig().ContainsKey("beta"), Is.False);

    [Test]
    public void Without_samples_to_spare_the_plain_score_is_given()
    {
        Tensor x = Tensor.From<float>([1f, 2, 3], [3, 1]), y = Tensor.From<float>([1f, 2, 2], [3, 1]);
        Assert.That(Score(numRegressors: 2), Is.EqualTo(Score(0)));
        Assert.That(Score(numRegressors: 1), Is.LessThan(Score(0)));

        float Score(int numRegressors)
        {
            var metric = new R2Score(numRegressors: numRegressors);
            metric.UpdateState(x, y);
            return ((EagerTensor)metric.Result()).Item<float>();
        }
    }

    [Test]
    public void The_mean_of_tensors_keeps_to_the_shape_of_the_first()
    {
        var metric = new MeanTensor();
        Assert.That(() => metric.Result(), Throws.InvalidOperationException);
        metric.UpdateState(Tensor.From<float>([1f, 2]));
        metric.UpdateState(Tensor.From<float>([3f, 2]));
        Assert.That(((EagerTensor)metric.Result()).ToArray<float>(), Is.EqualTo(new[] { 2f, 2f }));
        Assert.That(() => metric.UpdateState(Tensor.From<float>([1f])), Throws.ArgumentException);
    }

    [Test]
    public void Label_weights_are_a_tensor_to_Keras_3_and_an_array_to_Keras_2()
    {
        var metric = new AUC(multiLabel: true, labelWeights: Tensor.From<float>([1f, 2f]));
        Assert.That(metric.GetConfig(Dialect.Keras3)["label_weights"]!["class_name"]!.GetValue<string>(), Is.EqualTo("__tensor__"));
        Assert.That(metric.GetConfig(Dialect.Keras2)["label_weights"]!["class_name"]!.GetValue<string>(), Is.EqualTo("__numpy__"));
    }
}
