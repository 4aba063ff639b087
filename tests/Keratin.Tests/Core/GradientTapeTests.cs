using Keratin.Gradients;

namespace Keratin.Tests.Core;

public class GradientTapeTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Counts_each_use_of_a_variable_once_however_often_it_is_read()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        using var tape = new GradientTape();
        _ = variable.Value;
        var product = variable.Value * variable.Value;
        Assert.That(tape.Gradient(product, [variable])[0]!.ToArray<float>(), Is.EqualTo(new[] { 2f, 4f }));
    }

    [Test]
    public void Gives_the_gradient_of_a_value_in_the_middle_and_of_what_it_came_from()
    {
        Tensor x = Tensor.From([3f]);
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = x * x;
        var z = y * y;
        var gradients = tape.Gradient(z, [y, x]);
        Assert.That(gradients[0]!.ToArray<float>(), Is.EqualTo(new[] { 18f }));
        Assert.That(gradients[1]!.ToArray<float>(), Is.EqualTo(new[] { 108f }));
    }

    [Test]
    public void Gives_ones_for_a_target_that_is_its_own_source()
    {
        Tensor x = Tensor.From([3f, 4f]);
        using var tape = new GradientTape();
        tape.Watch(x);
        Assert.That(tape.Gradient(x, x)!.ToArray<float>(), Is.EqualTo(new[] { 1f, 1f }));
    }
}
