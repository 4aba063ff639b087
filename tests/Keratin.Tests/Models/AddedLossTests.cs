using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Models;

public class AddedLossTests
{
    private static readonly Tensor X = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [3, 2]), Y = Tensor.From([0f, 0f, 0f], [3, 1]);

    [Test]
    public void A_loss_and_a_metric_that_were_added_count_in_training_and_evaluation()
    {
        var model = Make();
        var results = model.Evaluate(X, Y, batchSize: 3);
        // The hidden values are 2, 6 and 10 (sums of rows, less one); the outputs the same.
        Assert.That(results["loss"], Is.EqualTo((4 + 36 + 100) / 3.0 + 0.5 * 6).Within(1e-5));
        Assert.That(results["hidden"], Is.EqualTo(18).Within(1e-5));
        Assert.That(model.Evaluate(X, Y, batchSize: 1)["hidden"], Is.EqualTo(6).Within(1e-5), "the mean over batches");
        model.Predict(X);
        Assert.That(model.TrainOnBatch(X, Y)["loss"], Is.EqualTo((4 + 36 + 100) / 3.0 + 0.5 * 6).Within(1e-5));
    }

    [TestCase(".h5"), TestCase(".keras")]
    public void They_are_kept_in_files_of_Keras_2(string suffix)
    {
        using var folder = new TemporaryFolder();
        var model = Make();
        string path = folder.File("added" + suffix);
        model.Save(path);
        var loaded = Model.Load(path);
        Assert.That(loaded.Evaluate(X, Y), Is.EqualTo(model.Evaluate(X, Y)));
        Assert.That(loaded.ToJson(), Is.EqualTo(model.ToJson()));
    }

    [Test]
    public void A_clone_has_them_too()
    {
        var model = Make();
        var clone = model.Clone();
        clone.SetWeights(model.GetWeights());
        clone.Compile(new SGD(0.1), new MeanSquaredError());
        Assert.That(clone.Evaluate(X, Y), Is.EqualTo(model.Evaluate(X, Y)));
    }

    [Test]
    public void Keras_3_has_no_word_for_them()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => Make().Save(folder.File("added.keras"), new SaveOptions { Dialect = Dialect.Keras3 }), Throws.Exception.With.Message.Contains("AddLoss"));
    }

    private static Functional Make()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        var input = new Input(2);
        var hidden = new Dense(1, kernelInitializer: new Keratin.Initializers.Ones(), biasInitializer: new Keratin.Initializers.Constant(-1)).Apply(input.Output);
        var model = new Functional(input, hidden * 1f);
        model.AddLoss(hidden * 0.5f);
        model.AddMetric(Ops.Sum(hidden, new[] { 0, 1 }), "hidden");
        model.Compile(new SGD(0.1), new MeanSquaredError());
        return model;
    }
}
