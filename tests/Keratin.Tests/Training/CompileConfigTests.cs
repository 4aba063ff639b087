using System.Text.Json.Nodes;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Metrics;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Serialization;
using Keratin.Training;

namespace Keratin.Tests.TrainingTests;

public class CompileConfigTests
{
    [Test]
    public void Losses_and_metrics_given_by_name_are_saved_by_name()
    {
        var config = Compiled(model => model.Compile("sgd", "mse", ["mae", new AUC()]));
        Assert.That(config["loss"]!.GetValue<string>(), Is.EqualTo("mse"));
        Assert.That(config["metrics"]![0]!.GetValue<string>(), Is.EqualTo("mae"));
        Assert.That(config["metrics"]![1]!["class_name"]!.GetValue<string>(), Is.EqualTo("AUC"));
    }

    [Test]
    public void Losses_given_as_objects_are_saved_as_objects()
    {
        var config = Compiled(model => model.Compile("sgd", new Huber()));
        Assert.That(config["loss"]!["class_name"]!.GetValue<string>(), Is.EqualTo("Huber"));
    }

    [Test]
    public void A_name_survives_loading()
    {
        var model = NewModel();
        model.Compile("sgd", "mse");
        var again = KerasSerializer.Deserialize<Model>(KerasSerializer.Serialize(model));
        Assert.That(CompileConfigOf(again)["loss"]!.GetValue<string>(), Is.EqualTo("mse"));
    }

    [Test]
    public void Keras_2_saves_how_to_run_as_it_was_given_and_Keras_3_what_it_means()
    {
        Assert.That(Compiled(static model => model.Compile("sgd", "mse"))["steps_per_execution"]!.GetValue<int>(), Is.EqualTo(1));
        using var behaviour = Dialects.Use(Dialect.Keras2);
        var config = Compiled(static model => model.Compile("sgd", "mse"));
        Assert.That(config.ContainsKey("steps_per_execution"), Is.True);
        Assert.That(config["steps_per_execution"], Is.Null);
        Assert.That(config["run_eagerly"], Is.Null);
    }

    [Test]
    public void In_HDF5_files_of_Keras_3_losses_have_their_full_names()
    {
        var writer = new ConfigWriter(Dialect.Keras3, ObjectForm.Legacy);
        writer.BeginObject();
        CompileConfig.Write(writer, new CompileArguments("sgd", "mse"), isHdf5: true);
        writer.EndObject();
        Assert.That(JsonNode.Parse(writer.Finish().Span)!["loss"]!.GetValue<string>(), Is.EqualTo("mean_squared_error"));
    }

    [Test]
    public void Losses_are_scaled_where_layers_compute_in_float16()
    {
        var model = new Sequential([new Input(3), new Dense(2) { DTypePolicy = new("mixed_float16") }]) { DTypePolicy = new("mixed_float16") };
        var optimizer = new SGD();
        model.Compile(optimizer, "mse");
        Assert.That(model.Optimizer, Is.TypeOf<LossScaleOptimizer>().With.Property("InnerOptimizer").SameAs(optimizer));
        model.Fit(Tensor.From(new float[,] { { 0.01f, 0.02f, 0.03f } }), Tensor.From(new float[,] { { 0.01f, 0.02f } }));
        Assert.That(optimizer.Iterations.Resource.Read().Item<long>(), Is.EqualTo(1));
    }

    private static JsonObject Compiled(Action<Model> compile)
    {
        var model = NewModel();
        compile(model);
        return CompileConfigOf(model);
    }

    private static Model NewModel() => new Sequential([new Input(3), new Dense(2)]);

    private static JsonObject CompileConfigOf(Model model) =>
        JsonNode.Parse(KerasSerializer.Serialize(model).Span)!["compile_config"]!.AsObject();
}
