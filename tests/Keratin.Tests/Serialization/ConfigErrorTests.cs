using Keratin.Serialization;

namespace Keratin.Tests.Serialization;

public class ConfigErrorTests
{
    private static KerasConfigException Fail(string json, CustomObjects? objects = null) =>
        Assert.Throws<KerasConfigException>(() => KerasSerializer.Deserialize<Part>(json, new() { CustomObjects = objects }))!;

    /// <summary>A widget with this config, within another widget.</summary>
    private static string Nested(string config) =>
        """{"class_name": "Widget", "config": {"units": 1, "parts": [{"class_name": "Widget", "config": {"units": 1}}, {"class_name": "Widget", "config": CONFIG}]}}"""
            .Replace("CONFIG", config);

    [TestCase("""{"units": 4611686018427387904}""", "parts[1].config.units", "4611686018427387904")]
    [TestCase("""{"units": NaN}""", "parts[1].config.units", "NaN")]
    [TestCase("""{"units": null}""", "parts[1].config.units", "None")]
    [TestCase("""{"units": "8"}""", "parts[1].config.units", "\"8\"")]
    [TestCase("""{"units": 2.5}""", "parts[1].config.units", "2.5")]
    [TestCase("""{"units": true}""", "parts[1].config.units", "true")]
    [TestCase("""{"units": 1e300}""", "parts[1].config.units", "1e300")]
    [TestCase("""{"units": 1, "rate": "fast"}""", "parts[1].config.rate", "\"fast\"")]
    [TestCase("""{"units": 1, "name": 5}""", "parts[1].config.name", "5")]
    [TestCase("""{"units": 1, "trainable": "yes"}""", "parts[1].config.trainable", "\"yes\"")]
    [TestCase("""{"units": 1, "padding": "full"}""", "parts[1].config.padding", "'valid', 'same_upper', 'causal!'")]
    [TestCase("""{"units": 1, "strides": [1, 2, 3]}""", "parts[1].config.strides", "[1, 2, 3]")]
    [TestCase("""{"units": 1, "sizes": [1, "x"]}""", "parts[1].config.sizes[1]", "\"x\"")]
    [TestCase("""{"units": 1, "shape": [-1]}""", "parts[1].config.shape[0]", "-1")]
    [TestCase("""{"units": 1, "dtype": "float31"}""", "parts[1].config.dtype", "float31")]
    [TestCase("""{"units": 1, "weights": {"a": "b"}}""", "parts[1].config.weights.a", "\"b\"")]
    [TestCase("""{"units": 1, "seed": {"class_name": "Seed", "config": {"seed": []}}}""", "parts[1].config.seed.config.seed", "[]")]
    [TestCase("""{"units": -3}""", "parts[1].config.units", "-3")]
    [TestCase("""{}""", "parts[1].config", "'units' is missing")]
    [TestCase("""{"units": 1, "unit": 2}""", "parts[1].config", "'unit' is unknown")]
    [TestCase("7", "parts[1].config", "7")]
    public void A_wrong_value_is_named_with_its_place(string config, string path, string received)
    {
        var error = Fail(Nested(config));
        Assert.That(error.Path, Is.EqualTo(path));
        Assert.That(error.Message, Does.Contain(received));
    }

    [Test]
    public void An_unknown_class_is_named_with_its_place_and_three_ways_to_supply_it()
    {
        var error = Fail("""{"class_name": "Widget", "config": {"units": 1, "parts": [{"class_name": "Frobnicate", "config": {}}]}}""");
        Assert.That(error.Path, Is.EqualTo("parts[0]"));
        Assert.That(error.Message, Does.Contain("'Frobnicate'").And.Contain("customObjects").And.Contain("CustomObjectScope").And.Contain("[KerasObject]"));
    }

    [TestCase("MeanMetricWrapper", "mean_metric_wrapper")]
    [TestCase("MeanMetricWrapper", "loss_function_wrapper")]
    public void A_metric_of_itself_is_refused(string wrapper, string function)
    {
        string json = $$"""{"class_name": "{{wrapper}}", "config": {"name": "m", "fn": "{{function}}"} }""";
        Assert.That(() => KerasSerializer.Deserialize<Keratin.Metrics.Metric>(json), Throws.TypeOf<KerasConfigException>().With.Message.Contains($"'{function}' is unknown as a metric"));
    }

    [Test]
    public void A_loss_of_itself_is_refused() => Assert.That(
        () => KerasSerializer.Deserialize<Keratin.Losses.Loss>("""{"class_name": "LossFunctionWrapper", "config": {"fn": "loss_function_wrapper"}}"""),
        Throws.TypeOf<KerasConfigException>().With.Message.Contains("'loss_function_wrapper' is unknown as a loss"));

    [TestCase("os", "system")]
    [TestCase("builtins", "eval")]
    [TestCase("subprocess", "Popen")]
    [TestCase("kerasy.layers", "Dense")]
    public void A_class_of_another_module_is_refused(string module, string name)
    {
        var error = Fail($$"""{"module": "{{module}}", "class_name": "{{name}}", "config": {}, "registered_name": "{{name}}"}""");
        Assert.That(error.Message, Does.Contain($"'{name}'").And.Contain($"'{module}'").And.Contain("refused"));
    }

    [Test]
    public void A_function_of_another_module_is_refused()
    {
        var error = Fail("""{"class_name": "Widget", "config": {"units": 1, "curve": {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"}}}""");
        Assert.That(error.Path, Is.EqualTo("curve"));
        Assert.That(error.Message, Does.Contain("'system'").And.Contain("'os'").And.Contain("refused"));
    }

    [TestCase("curve")]
    [TestCase("seed")]
    public void Python_code_is_refused_with_the_reason(string key)
    {
        var error = Fail("""{"class_name": "Widget", "config": {"units": 1, "KEY": {"class_name": "__lambda__", "config": {"value": "4wEAAA=="}}}}""".Replace("KEY", key));
        Assert.That(error.Path, Is.EqualTo(key));
        Assert.That(error.Message, Does.Contain("Python code").And.Contain("RegisterFunction"));
    }

    [Test]
    public void A_custom_class_does_not_stand_in_for_a_class_of_Keras()
    {
        var error = Fail("""{"module": "keras.layers", "class_name": "Widget", "config": {}, "registered_name": "evil>Thing"}""");
        Assert.That(error.Message, Does.Contain("'evil>Thing'"));
    }

    [Test]
    public void Another_kind_of_object_is_refused()
    {
        var error = Fail("""{"class_name": "Odd", "config": {}}""", new CustomObjects { { "Odd", _ => new Seed() } });
        Assert.That(error.Message, Does.Contain("a part"));
    }

    [TestCase("")]
    [TestCase("{\"class_name\": ")]
    [TestCase("\u0089HDF")]
    public void Broken_text_is_refused(string json) => Assert.That(Fail(json).Message, Does.Contain("JSON"));

    [TestCase(50_000)]
    [TestCase(90)]
    public void Deep_nesting_is_refused(int depth)
    {
        string open = """{"class_name": "Widget", "config": {"units": 1, "parts": [""";
        string json = string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat("]}}", depth));
        Assert.That(Fail(json).Message, Does.Contain("JSON").Or.Contain("deep"));
    }
}
