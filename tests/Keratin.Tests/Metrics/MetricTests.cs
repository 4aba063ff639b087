using Keratin.Graphs;
using Keratin.Metrics;
using Keratin.Serialization;

namespace Keratin.Tests.Metrics;

public class MetricTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void A_wrapper_of_one_of_Kerass_functions_becomes_its_class_under_its_own_name()
    {
        var metric = KerasSerializer.Deserialize<Metric>(
            """{"class_name": "MeanMetricWrapper", "config": {"name": "accuracy", "dtype": "float32", "fn": "sparse_categorical_accuracy"}}""");
        Assert.That(metric, Is.TypeOf<SparseCategoricalAccuracy>());
        Assert.That(metric.Name, Is.EqualTo("accuracy"));
    }

    [Test]
    public void The_dtype_is_that_of_the_state()
    {
        var mean = new Mean { DType = DType.Float64 };
        Assert.That(mean.Variables.Select(static variable => variable.DType), Is.EqualTo(new[] { DType.Float64, DType.Float64 }));
    }

    [Test]
    public void Updates_can_be_traced()
    {
        var metric = new MeanAbsoluteError();
        var function = Function.Trace("update", [new TensorSpec(DType.Float32, Shape.Of(-1, 1)), new TensorSpec(DType.Float32, Shape.Of(-1, 1))], inputs =>
        {
            metric.UpdateState(inputs[0], inputs[1]);
            return [];
        });
        var update = function.Compile();
        update.Run([Tensor.From(new[,] { { 1f }, { 2f } }), Tensor.From(new[,] { { 2f }, { 4f } })]);
        update.Run([Tensor.From(new[,] { { 0f } }), Tensor.From(new[,] { { 6f } })]);
        Assert.That(metric.Result().Item<float>(), Is.EqualTo(3f));
        metric.ResetState();
        Assert.That(metric.Result().Item<float>(), Is.Zero);
    }
}
