using Keratin.Activations;
using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Tests.Activations;

public class ActivationTests
{
    private static readonly Func<Tensor, Tensor> s_twice = x => x + x;

    private static Activation Read(string json, Dialect dialect = Dialect.Keras3)
    {
        using var document = KerasSerializer.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        return KerasSerializer.Read(document.RootElement, new() { Dialect = dialect }, Activation.ReadConfig);
    }

    private static string Write(Activation activation, Dialect dialect = Dialect.Keras3)
    {
        var writer = new ConfigWriter(dialect);
        activation.WriteConfig(writer);
        return writer.ToString();
    }

    [TestCase("celu"), TestCase("elu"), TestCase("exponential"), TestCase("gelu"), TestCase("glu"), TestCase("hard_shrink"), TestCase("hard_sigmoid")]
    [TestCase("hard_silu"), TestCase("hard_tanh"), TestCase("leaky_relu"), TestCase("linear"), TestCase("log_sigmoid"), TestCase("log_softmax")]
    [TestCase("mish"), TestCase("relu"), TestCase("relu6"), TestCase("selu"), TestCase("sigmoid"), TestCase("silu"), TestCase("soft_shrink")]
    [TestCase("softmax"), TestCase("softplus"), TestCase("softsign"), TestCase("sparse_plus"), TestCase("sparse_sigmoid"), TestCase("sparsemax")]
    [TestCase("squareplus"), TestCase("tanh"), TestCase("tanh_shrink")]
    public void A_function_of_Keras_is_known_by_its_name(string name)
    {
        Assert.That(Write(name), Is.EqualTo($"\"{name}\""));
        Assert.That(Read($"\"{name}\"").Name, Is.EqualTo(name));
        Assert.That(Read($$"""{"module": "keras.activations", "class_name": "function", "config": "{{name}}", "registered_name": "{{name}}"}""").Name, Is.EqualTo(name));
    }

    [Test]
    public void Keras_3_has_one_name_for_swish_and_silu()
    {
        Assert.That(Write("swish", Dialect.Keras3), Is.EqualTo("\"silu\""));
        Assert.That(Write("swish", Dialect.Keras2), Is.EqualTo("\"swish\""));
    }

    [Test]
    public void None_is_linear() => Assert.That(Read("null").IsLinear, Is.True);

    [Test]
    public void A_custom_function_is_found_by_its_name()
    {
        KerasObjects.RegisterFunction("tests", "twice", s_twice);
        const string Json = """{"module": "builtins", "class_name": "function", "config": "tests>twice", "registered_name": "function"}""";
        Assert.That(Write(s_twice), Is.EqualTo(Json));
        Assert.That(Write(Read(Json)), Is.EqualTo(Json));
        Assert.That(Write("tests>twice"), Is.EqualTo(Json));
        Assert.That(Read("\"twice\"").Name, Is.EqualTo("twice"));
    }

    [Test]
    public void A_function_without_a_name_can_not_be_saved()
    {
        Func<Tensor, Tensor> anonymous = x => x;
        Assert.That(() => Write(anonymous), Throws.TypeOf<KerasConfigException>().With.Message.Contains("RegisterFunction"));
    }

    [TestCase("""{"module": "keras.layers", "class_name": "Dense", "config": {"name": "inner", "units": 2}, "registered_name": null}""")]
    [TestCase("""{"class_name": "Dense", "config": {"name": "inner", "units": 2}}""")]
    public void A_layer_can_be_an_activation(string json)
    {
        var activation = Read(json);
        Assert.That(activation.Layer, Is.TypeOf<Dense>());
        Assert.That(Write(activation), Does.StartWith("""{"module": "keras.layers", "class_name": "Dense", "config": {"name": "inner","""));
    }

    [Test]
    public void An_unknown_name_is_an_error_that_tells_what_to_do() =>
        Assert.That(() => Read("\"reluu\""), Throws.TypeOf<KerasConfigException>().With.Message.Contains("'reluu'").And.Message.Contains("AddFunction"));

    [Test]
    public void The_dialects_have_different_hard_sigmoids()
    {
        Tensor x = Tensor.From<float>([-3, -1, 0, 1, 3]);
        Assert.That(Read("\"hard_sigmoid\"", Dialect.Keras2).Apply(x).ToArray<float>(), Is.EqualTo(new[] { 0, 0.3f, 0.5f, 0.7f, 1 }).Within(1e-6));
        Assert.That(Read("\"hard_sigmoid\"", Dialect.Keras3).Apply(x).ToArray<float>(), Is.EqualTo(new[] { 0, 1 / 3f, 0.5f, 2 / 3f, 1 }).Within(1e-6));
    }

    [Test]
    public void A_rectifier_has_slope_bound_and_threshold()
    {
        Tensor x = Tensor.From<float>([-2, 0.5f, 2, 5]);
        Assert.That(ActivationFunctions.Relu(x, 0.5, 3, 1).ToArray<float>(), Is.EqualTo(new[] { -1.5f, -0.25f, 2, 3 }));
        Assert.That(ActivationFunctions.Relu(x, maxValue: 3).ToArray<float>(), Is.EqualTo(new[] { 0, 0.5f, 2, 3 }));
        Assert.That(ActivationFunctions.Relu(x, 0.5).ToArray<float>(), Is.EqualTo(new[] { -1, 0.5f, 2, 5 }));
    }

    [Test]
    public void A_softmax_over_any_axes_sums_to_one()
    {
        Tensor x = Tensor.From<float>([0, 0, 0, 0], [2, 2]);
        Assert.That(ActivationFunctions.Softmax(x, 0).ToArray<float>(), Is.All.EqualTo(0.5f));
        Assert.That(ActivationFunctions.Softmax(x, [0, 1]).ToArray<float>(), Is.All.EqualTo(0.25f));
        Assert.That(() => ActivationFunctions.Softmax(x, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Gated_units_need_an_even_axis()
    {
        Assert.That(ActivationFunctions.Glu(Tensor.From<float>([3, 0], [1, 2])).ToArray<float>(), Is.EqualTo(new[] { 1.5f }));
        Assert.That(() => ActivationFunctions.Glu(Tensor.From<float>([3])), Throws.ArgumentException.With.Message.Contains("even"));
    }
}
