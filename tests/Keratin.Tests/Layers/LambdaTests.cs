using Keratin.Formats;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Layers;

public class LambdaTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly Tensor X = Tensor.From([1f, 2, 3, 4], [1, 4]);

    [OneTimeSetUp]
    public void Register() => KerasObjects.RegisterFunction("tests", "twice", Twice);

    private static readonly Func<Tensor, Tensor> Twice = static x => x * 2f;

    [TestCase(Dialect.Keras2, "m.keras")]
    [TestCase(Dialect.Keras2, "m.h5")]
    [TestCase(Dialect.Keras3, "m.keras")]
    [TestCase(Dialect.Keras3, "m.h5")]
    public void A_registered_function_comes_back_by_its_name(Dialect dialect, string file)
    {
        using var scope = Dialects.Use(dialect);
        using var folder = new TemporaryFolder();
        var model = new Sequential([new Input(4), new Lambda(Twice)]);
        model.Save(folder.File(file));
        Assert.That(Model.Load(folder.File(file)).Predict(X).Single.ToArray<float>(), Is.EqualTo(new[] { 2f, 4, 6, 8 }));
    }

    [Test]
    public void Several_tensors_and_arguments_are_passed_on()
    {
        Input a = new(4), b = new(4);
        var layer = new Lambda(static (tensors, arguments) => tensors[0] + tensors[1] * (float)(double)arguments["factor"]!) { Arguments = new Dictionary<string, object?> { ["factor"] = 10.0 } };
        var model = new Functional([a, b], layer.Apply(new Tensor[] { a, b }));
        Assert.That(model.Predict(new[] { X, X }).Single.ToArray<float>(), Is.EqualTo(new[] { 11f, 22, 33, 44 }));
    }

    [Test]
    public void A_function_without_a_name_is_not_saved()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([new Input(4), new Lambda((Tensor x) => x * 3f)]);
        Assert.That(() => model.Save(folder.File("m.keras")), Throws.TypeOf<KerasConfigException>().With.Message.Contains("RegisterFunction"));
    }

    [TestCase(Dialect.Keras2)]
    [TestCase(Dialect.Keras3)]
    public void A_function_stands_in_for_Python_code_and_the_code_goes_back_as_it_came(Dialect dialect)
    {
        const string code = "4wEAAAA=";
        string json = dialect == Dialect.Keras3
            ? $$"""{"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [{"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "in"}, "registered_name": null}, {"module": "keras.layers", "class_name": "Lambda", "config": {"name": "anon", "function": {"class_name": "__lambda__", "config": {"code": "{{code}}", "defaults": null, "closure": null} }, "arguments": {} }, "registered_name": null}]}, "registered_name": null}"""
            : $$"""{"class_name": "Sequential", "config": {"name": "m", "layers": [{"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "name": "in"} }, {"class_name": "Lambda", "config": {"name": "anon", "function": ["{{code}}", null, null], "function_type": "lambda", "module": "__main__", "arguments": {} } }]}, "keras_version": "2.15.0"}""";
        Assert.That(() => Model.FromJson(json), Throws.TypeOf<ModelFormatException>().With.Message.Contains("AddFunction(\"anon\""));

        var objects = new CustomObjects();
        objects.AddFunction("anon", Twice);
        var model = Model.FromJson(json, new LoadOptions { CustomObjects = objects });
        Assert.That(model.Predict(X).Single.ToArray<float>(), Is.EqualTo(new[] { 2f, 4, 6, 8 }));
        Assert.That(model.ToJson(), Does.Contain(code));
        var other = dialect == Dialect.Keras2 ? Dialect.Keras3 : Dialect.Keras2;
        Assert.That(() => model.ToJson(other), Throws.TypeOf<KerasConfigException>());
    }
}
