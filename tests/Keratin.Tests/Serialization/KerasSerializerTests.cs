using System.Text;
using System.Text.Json.Nodes;
using Keratin.Serialization;

namespace Keratin.Tests.Serialization;

public class KerasSerializerTests
{
    private static string Json(KerasObject value, Dialect? dialect = null, ObjectForm form = ObjectForm.Full) =>
        Encoding.UTF8.GetString(KerasSerializer.Serialize(value, dialect, form).Span);

    private static readonly Func<double, double> s_square = x => x * x;

    private static Widget Full() => new(3, 0.1, Padding.Causal, Padding.Valid, new Seed(7), (1, 2), [4, 5], [-1, 8], DType.Half)
    {
        Name = "w", Trainable = false, Slope = 0.5, LoraRank = 4, Parts = [new Widget(1) { Name = "inner" }],
        Weights = new Dictionary<string, double?> { ["é\n"] = 1e-7, ["none"] = null }, Anything = new object?[] { 1L, "x", null, true, double.NaN },
    };

    [Test]
    public void Writes_every_kind_of_property_in_order_as_Python_does()
    {
        Assert.That(Json(Full()), Is.EqualTo("""{"module": null, "class_name": "Widget", "config": {"name": "w", "trainable": false, "units": 3, "rate": 0.1, "padding": "causal!", "other_padding": "valid", "seed": {"module": null, "class_name": "Seed", "config": {"seed": 7}, "registered_name": "Custom>Seed"}, "strides": [1, 2], "sizes": [4, 5], "shape": [null, 8], "dtype": "float16", "negative_slope": 0.5, "lora_rank": 4, "momentum": 0.9, "parts": [{"module": null, "class_name": "Widget", "config": {"name": "inner", "trainable": true, "units": 1, "rate": 0.25, "padding": "same_upper", "other_padding": null, "seed": null, "strides": [0, 0], "sizes": null, "shape": null, "dtype": "float32", "negative_slope": 0.3, "momentum": 0.9, "parts": [], "weights": {}, "anything": null, "curve": null}, "registered_name": "my>Widget"}], "weights": {"\u00e9\n": 1e-07, "none": null}, "anything": [1, "x", null, true, NaN], "curve": null}, "registered_name": "my>Widget"}"""));
    }

    [TestCase(Dialect.Keras3, ObjectForm.Full)]
    [TestCase(Dialect.Keras2, ObjectForm.Full)]
    [TestCase(Dialect.Keras2, ObjectForm.Legacy)]
    public void Reads_back_what_it_wrote(Dialect dialect, ObjectForm form)
    {
        string json = Json(Full(), dialect, form);
        var again = KerasSerializer.Deserialize<Part>(json, new() { Dialect = dialect });
        Assert.That(again, Is.TypeOf<Widget>());
        Assert.That(Json(again, dialect, form), Is.EqualTo(json));
        Assert.That(((Widget)again).Parts[0].Name, Is.EqualTo("inner"));
    }

    [Test]
    public void The_legacy_form_holds_class_name_and_config_only()
    {
        var node = JsonNode.Parse(Json(new Widget(1), Dialect.Keras2, ObjectForm.Legacy))!.AsObject();
        Assert.That(node.Select(pair => pair.Key), Is.EqualTo(new[] { "class_name", "config" }));
        Assert.That((string?)node["class_name"], Is.EqualTo("my>Widget"));
    }

    [Test]
    public void Keras_2_has_its_own_keys_values_and_defaults()
    {
        var config = new Widget(1, rate: 0.1) { LoraRank = 2 }.GetConfig(Dialect.Keras2);
        Assert.That(config.ContainsKey("lora_rank"), Is.False);
        Assert.That(config.ContainsKey("negative_slope"), Is.False);
        Assert.That((double)config["alpha"]!, Is.EqualTo(0.3));
        Assert.That((double)config["rate"]!, Is.EqualTo((double)0.1f));

        var read = KerasSerializer.Deserialize<Widget>("""{"class_name": "Widget", "config": {"units": 2}}""", new() { Dialect = Dialect.Keras2 });
        Assert.That(read.Momentum, Is.EqualTo(0.99));
        Assert.That(read.Dialect, Is.EqualTo(Dialect.Keras2));
    }

    [Test]
    public void Missing_keys_take_the_defaults_and_legacy_keys_are_ignored()
    {
        var read = KerasSerializer.Deserialize<Widget>("""{"class_name": "my>Widget", "config": {"slope": 2, "implementation": 1, "units": 2.0}}""");
        Assert.That((read.Units, read.Rate, read.Padding, read.Momentum, read.Slope, read.Trainable), Is.EqualTo((2, 0.25, Padding.SameUpper, 0.9, 2.0, true)));
    }

    [Test]
    public void A_scalar_stands_for_a_tuple_and_a_marked_tuple_is_a_list()
    {
        var read = KerasSerializer.Deserialize<Widget>("""{"class_name": "Widget", "config": {"units": 1, "strides": 2, "sizes": {"class_name": "__tuple__", "items": [1, 2]}, "shape": {"class_name": "TensorShape", "items": [null, 4]}, "padding": "VALID"}}""");
        Assert.That(read.Strides, Is.EqualTo((2, 2)));
        Assert.That(read.Sizes, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(read.Shape, Is.EqualTo(Shape.Of(-1, 4)));
        Assert.That(read.Padding, Is.EqualTo(Padding.Valid));
    }

    [Test]
    public void Listed_keys_are_written_in_their_order()
    {
        Assert.That(Json(new Bare { Name = "n" }), Does.Contain("""{"b": 0.1, "name": "n", "a": 1}"""));
    }

    [Test]
    public void A_name_or_alias_stands_for_an_object_with_defaults()
    {
        var read = KerasSerializer.Deserialize<Widget>("""{"class_name": "Widget", "config": {"units": 1, "seed": "Seed"}}""");
        Assert.That(read.Seed!.Number, Is.Null);
    }

    [Test]
    public void A_derived_class_is_known_by_its_own_name()
    {
        var read = KerasSerializer.Deserialize<Part>("""{"module": null, "class_name": "SpecialWidget", "config": {"units": 5}, "registered_name": "Custom>SpecialWidget"}""");
        Assert.That(read, Is.TypeOf<SpecialWidget>());
        Assert.That(read.ClassName, Is.EqualTo("SpecialWidget"));
    }

    [Test]
    public void A_derived_class_without_a_name_of_its_own_is_refused()
    {
        var error = Assert.Throws<KerasConfigException>(() => Json(new Undescribed()));
        Assert.That(error!.Message, Does.Contain("Undescribed").And.Contain("[KerasObject(\"Undescribed\")]"));
    }

    [Test]
    public void One_instance_in_two_places_stays_one()
    {
        var shared = new Widget(9);
        var whole = new Widget(1) { Parts = [shared, new Widget(2), shared] };
        var read = KerasSerializer.Deserialize<Widget>(Json(whole));
        Assert.That(read.Parts[2], Is.SameAs(read.Parts[0]));
        Assert.That(read.Parts[1], Is.Not.SameAs(read.Parts[0]));
        Assert.That(read.Parts, Has.Count.EqualTo(3));
        Assert.That(((Widget)read.Parts[0]).Units, Is.EqualTo(9));
    }

    [Test]
    public void A_registered_function_is_written_by_name_and_found_again()
    {
        KerasObjects.RegisterFunction("my", "square", s_square);
        string json = Json(new Widget(1) { Curve = s_square });
        Assert.That(json, Does.Contain("""{"module": "builtins", "class_name": "function", "config": "my>square", "registered_name": "function"}"""));
        Assert.That(KerasSerializer.Deserialize<Widget>(json).Curve, Is.SameAs(s_square));
    }

    [Test]
    public void Functions_come_from_custom_objects_first()
    {
        Func<double, double> cube = x => x * x * x;
        var read = KerasSerializer.Deserialize<Widget>(
            """{"class_name": "Widget", "config": {"units": 1, "curve": "cube"}}""", new() { CustomObjects = Functions(cube) });
        Assert.That(read.Curve, Is.SameAs(cube));
        using (new CustomObjectScope(Functions(cube)))
        {
            Assert.That(KerasSerializer.Deserialize<Widget>("""{"class_name": "Widget", "config": {"units": 1, "curve": "cube"}}""").Curve, Is.SameAs(cube));
        }
    }

    [Test]
    public void Numbers_may_be_not_finite()
    {
        var read = KerasSerializer.Deserialize<Widget>("""{"class_name": "Widget", "config": {"units": 1, "rate": NaN, "negative_slope": -Infinity, "name": "a NaN, \"Infinity"}}""");
        Assert.That((read.Rate, read.Slope, read.Name), Is.EqualTo((double.NaN, double.NegativeInfinity, "a NaN, \"Infinity")));
    }

    [Test]
    public void Python_values_of_any_kind_are_kept()
    {
        const string Json = """[1, 2.5, "x", null, true, {"a": [1]}, {"class_name": "__slice__", "config": {"start": null, "stop": 2, "step": -1}}, {"class_name": "__ellipsis__", "config": {}}, {"class_name": "__bytes__", "config": {"value": "hi"}}, {"class_name": "__numpy__", "config": {"value": [1, 2], "dtype": "int32"}}, {"module": null, "class_name": "Seed", "config": {"seed": 3}, "registered_name": "Custom>Seed"}]""";
        using var document = KerasSerializer.Parse(Encoding.UTF8.GetBytes(Json));
        object? value = KerasSerializer.Read(document.RootElement, null, static json => json.AsAny());
        var items = (object?[])value!;
        Assert.That(items[6], Is.EqualTo(new PythonSlice(null, 2L, -1L)));
        Assert.That(items[7], Is.SameAs(PythonEllipsis.Value));
        Assert.That(items[9], Is.InstanceOf<EagerTensor>().With.Property("DType").EqualTo(DType.Int32));
        Assert.That(items[10], Is.TypeOf<Seed>());
        var writer = new ConfigWriter(Dialect.Keras3);
        writer.Any(value);
        Assert.That(writer.ToString(), Is.EqualTo(Json));
    }

    private static CustomObjects Functions(Delegate cube)
    {
        var objects = new CustomObjects();
        objects.AddFunction("cube", cube);
        return objects;
    }
}
