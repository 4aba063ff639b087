using Keratin.Engines;
using static Keratin.Tests.Engines.Managed.Kernels.Samples;

namespace Keratin.Tests.Engines.Managed.Kernels;

public class OptimizerKernelTests
{
    private static readonly Tensor Rate = 0.1f;

    [Test]
    public void A_row_that_is_named_twice_is_updated_twice()
    {
        Variable variable = new(Tensor.Zeros([3, 2])), accumulator = new(Tensor.Zeros([3, 2]));
        Tensor gradient = Tensor.From(new float[] { 1, 2, 3, 4 }, [2, 2]);
        Ops.ResourceSparseApplyMomentum(variable.Handle, accumulator.Handle, Rate, gradient, new[] { 2, 2 }, 0.5f);
        // The accumulator is 1, 2, then 0.5 · (1, 2) + (3, 4).
        Assert.That(accumulator.Value.ToArray<float>(), Is.EqualTo(new[] { 0, 0, 0, 0, 3.5f, 5 }));
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo(new[] { 0, 0, 0, 0, -0.45f, -0.7f }).Within(1e-6f));
    }

    [Test]
    public void A_row_that_is_not_there_is_refused()
    {
        Variable variable = new(Tensor.Zeros([3, 2])), accumulator = new(Tensor.Zeros([3, 2]));
        foreach (int row in new[] { -1, 3 })
            Assert.That(
                () => Ops.ResourceSparseApplyMomentum(variable.Handle, accumulator.Handle, Rate, Tensor.Zeros([1, 2]), new[] { row }, 0.5f),
                Throws.TypeOf<OpException>().With.Message.Contains("out of range"));
    }

    [Test]
    public void Slots_and_gradients_of_another_shape_are_refused()
    {
        Variable variable = new(Tensor.Zeros([3, 2])), slot = new(Tensor.Zeros([2, 3])), fitting = new(Tensor.Zeros([3, 2]));
        Assert.That(() => Ops.ResourceApplyMomentum(variable.Handle, slot.Handle, Rate, Tensor.Zeros([3, 2]), 0.5f), Throws.TypeOf<OpException>());
        Assert.That(() => Ops.ResourceApplyMomentum(variable.Handle, fitting.Handle, Rate, Tensor.Zeros([3, 3]), 0.5f), Throws.TypeOf<OpException>());
        Assert.That(() => Ops.ResourceApplyMomentum(variable.Handle, fitting.Handle, new[] { 0.1f }, Tensor.Zeros([3, 2]), 0.5f), Throws.TypeOf<OpException>());
    }

    [Test]
    public void Earlier_readers_keep_the_value_they_read()
    {
        Variable variable = new(Tensor.Zeros([3]));
        Tensor before = variable.Value;
        Ops.ResourceApplyGradientDescent(variable.Handle, Rate, Tensor.From(new float[] { 1, 2, 3 }));
        Assert.That(before.ToArray<float>(), Is.All.Zero);
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo(new[] { -0.1f, -0.2f, -0.3f }).Within(1e-7f));
    }

    [TestCase(DType.Half, 2e-3f)]
    [TestCase(DType.BFloat16, 2e-2f)]
    public void Small_floats_follow_float32(DType dtype, float tolerance)
    {
        Shape shape = [5, 7];
        float[] expected = Step(DType.Float32), actual = Step(dtype);
        Assert.That(actual, Is.EqualTo(expected).Within(tolerance));

        float[] Step(DType type)
        {
            Tensor Cast(Tensor value) => Ops.Cast(value, type);
            Variable variable = new(Cast(Normal(shape)).Value), first = new(Cast(Normal(shape, 2)).Value), second = new(Cast(Ops.Abs(Normal(shape, 3))).Value);
            Ops.ResourceApplyAdam(variable.Handle, first.Handle, second.Handle, Cast(0.9f), Cast(0.99f), Cast(0.01f), Cast(0.9f), Cast(0.99f), Cast(1e-3f), Cast(Normal(shape, 4)));
            return Ops.Cast(variable.Value, DType.Float32).ToArray<float>();
        }
    }
}
