using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Tests.Layers;

public sealed class OperationTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Operations_of_Keras_3_are_read_run_and_written()
    {
        const string Json = """
            {"module": "keras", "class_name": "Functional", "registered_name": "Functional", "config": {"name": "m", "trainable": true, "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 2], "dtype": "float32", "sparse": false, "name": "x"}, "registered_name": null, "name": "x", "inbound_nodes": []},
            {"module": "keras.src.ops.numpy", "class_name": "Subtract", "config": {"name": "subtract"}, "registered_name": "Subtract", "name": "subtract", "inbound_nodes": [{"args": [1, {"class_name": "__keras_tensor__", "config": {"shape": [null, 2], "dtype": "float32", "keras_history": ["x", 0, 0]}}], "kwargs": {}}]}
            ], "input_layers": [["x", 0, 0]], "output_layers": [["subtract", 0, 0]]}}
            """;
        var model = Model.FromJson(Json);
        Assert.That(model.Apply(Tensor.From([0.25f, 3], [1, 2])).ToArray<float>(), Is.EqualTo(new[] { 0.75f, -2 }));
        Assert.That(model.ToJson(), Does.Contain("\"class_name\": \"Subtract\"").And.Contain("\"args\": [1, {"));
    }

    [Test]
    public void Functions_of_TensorFlow_are_read_and_run()
    {
        const string Json = """
            {"class_name": "Functional", "keras_version": "2.12.0", "backend": "tensorflow", "config": {"name": "m", "trainable": true, "layers": [
            {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 3], "dtype": "float32", "sparse": false, "ragged": false, "name": "x"}, "name": "x", "inbound_nodes": []},
            {"class_name": "SlicingOpLambda", "config": {"name": "s", "trainable": true, "dtype": "float32", "function": "__operators__.getitem"}, "name": "s", "inbound_nodes": [["x", 0, 0, {"slice_spec": ["...", {"start": 1, "stop": null, "step": null}]}]]},
            {"class_name": "TFOpLambda", "config": {"name": "m", "trainable": true, "dtype": "float32", "function": "math.multiply"}, "name": "m", "inbound_nodes": [["s", 0, 0, {"y": 10.0, "name": null}]]}
            ], "input_layers": [["x", 0, 0]], "output_layers": [["m", 0, 0]]}}
            """;
        Assert.That(Model.FromJson(Json).Apply(Tensor.From([1f, 2, 3], [1, 3])).ToArray<float>(), Is.EqualTo(new[] { 20f, 30 }));
    }

    [Test]
    public void An_unknown_function_of_TensorFlow_is_refused_by_name() =>
        Assert.That(
            () => Keratin.Serialization.KerasSerializer.Deserialize<Layer>("""{"class_name": "TFOpLambda", "config": {"name": "s", "trainable": true, "dtype": "float32", "function": "io.read_file"}}"""),
            Throws.InstanceOf<Keratin.Serialization.KerasConfigException>().With.Message.Contains("io.read_file"));

    [TestCase(Dialect.Keras3, "\"class_name\": \"Multiply\"", "\"class_name\": \"GetItem\"")]
    [TestCase(Dialect.Keras2, "\"function\": \"math.multiply\"", "\"function\": \"__operators__.getitem\"")]
    public void What_code_says_about_symbols_is_written_as_either_Keras_says_it(Dialect dialect, string product, string part)
    {
        var x = new Input(3) { Name = "x" };
        var model = new Functional(x.Output, 1f - (x.Output * Tensor.From([1f, 2, 3]))[.., 1..]);
        string json = model.ToJson(dialect: dialect);
        Assert.That(json, Does.Contain(product).And.Contain(part));
        Assert.That(Model.FromJson(json).Apply(Tensor.From([1f, 2, 3], [1, 3])).ToArray<float>(), Is.EqualTo(new[] { -3f, -8 }));
    }

    [Test]
    public void An_op_that_Keras_has_no_function_for_runs_but_is_refused_by_name_when_it_is_saved()
    {
        var x = new Input(3) { Name = "x" };
        var model = new Functional(x.Output, Ops.Lgamma(x.Output));
        Assert.That(model.Apply(Tensor.From([1f, 2, 3], [1, 3])).ToArray<float>()[0], Is.EqualTo(0).Within(1e-6));
        Assert.That(() => model.ToJson(), Throws.InstanceOf<KerasConfigException>().With.Message.Contains("Lgamma").And.Message.Contains("layer of your own"));
    }

    [Test]
    public void A_function_is_cloned_with_its_settings()
    {
        var x = new Input(2, 3) { Name = "x" };
        var model = new Functional(x.Output, Ops.Sum(x.Output, new[] { 1 }, keepDims: true));
        Assert.That(((Functional)model.Clone()).Outputs[0].Shape, Is.EqualTo((Shape)model.Outputs[0].Shape));
    }
}
