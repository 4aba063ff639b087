using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Tests.Layers;

public class FunctionalTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Layers_stand_in_the_order_of_their_distance_from_the_outputs()
    {
        var a = new Input(4) { Name = "a" };
        var b = new Input(3) { Name = "b" };
        var left = new Dense(5) { Name = "left" }.Apply((Tensor)a);
        left = new Dense(6) { Name = "left2" }.Apply(left);
        var right = new Dense(2) { Name = "right" }.Apply((Tensor)b);
        var model = new Functional([a, b], [left, right]) { Name = "two" };
        Assert.That(model.Layers.Select(static l => l.Name), Is.EqualTo(new[] { "a", "left", "b", "left2", "right" }));
        Assert.That(model.CountParameters(), Is.EqualTo(4 * 5 + 5 + 5 * 6 + 6 + 3 * 2 + 2));
        Assert.That(model.Weights.Select(static w => w.Path).First(), Is.EqualTo("left/kernel"));
        Assert.That(model.Outputs[0].Shape.ToString(), Is.EqualTo("(None, 6)"));
    }

    [Test]
    public void An_output_that_depends_on_a_missing_input_is_refused_by_name()
    {
        var a = new Input(4) { Name = "wanted" };
        var b = new Input(4) { Name = "given" };
        var y = new Dense(1).Apply((Tensor)a);
        Assert.That(() => new Functional((Tensor)b, y), Throws.ArgumentException.With.Message.Contains("wanted"));
    }

    [Test]
    public void A_stack_is_built_at_once_when_its_input_is_known()
    {
        var model = new Sequential([new Input(784), new Dense(512, "relu"), new Dense(10)]);
        Assert.That(model.CountParameters(), Is.EqualTo(784 * 512 + 512 + 512 * 10 + 10));
        Assert.That(model.Outputs.Single.Shape.ToString(), Is.EqualTo("(None, 10)"));
    }
}
