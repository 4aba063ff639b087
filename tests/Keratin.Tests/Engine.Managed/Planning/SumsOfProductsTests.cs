using Keratin.Engines.Managed.Planning;
using Keratin.Gradients;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public class SumsOfProductsTests
{
    [Test]
    public void The_gradient_of_a_kernel_used_in_every_round_is_one_product()
    {
        var kernel = new Variable(Numbers(1, 3, 3));
        Tensor[] Gradient(Tensor x)
        {
            using var tape = new GradientTape();
            var end = ControlFlow.While(s => Ops.Less(s[0], 6), s => [s[0] + 1, Ops.Tanh(Ops.MatMul(s[1], kernel))], 0, x);
            return [tape.Gradient(Ops.Sum(end[1], new[] { 0, 1 }), [kernel])[0]!];
        }
        var executable = PlanTests.Compile([new(DType.Float32, [-1, 3])], a => Gradient(a[0]));
        var x = Numbers(2, 4, 3);
        var plan = (Plan)executable.Specialize([x.Shape])!;
        // Six forward, five back, and the kernel's gradient.
        Assert.That(plan.Description.Count(static step => step.StartsWith("MatMul", StringComparison.Ordinal)), Is.EqualTo(12));
        Assert.That(executable.Run([x])[0].ToArray<float>(), Is.EqualTo(Gradient(x)[0].ToArray<float>()).Within(1e-5));
    }

    [Test]
    public void Factors_that_are_packed_anyway_are_not_packed_again()
    {
        var executable = PlanTests.Compile([new(DType.Float32, [5, 2, 3]), new(DType.Float32, [5, 2, 4])], a =>
        {
            var (left, right) = (Ops.Unpack(a[0], 5), Array.ConvertAll(Ops.Unpack(a[1], 5), static part => Ops.Tanh(part)));
            var packed = Ops.Pack(right);
            Tensor sum = Product(4);
            for (int i = 3; i >= 0; i--) sum += Product(i);
            return [sum, packed];
            Tensor Product(int i) => Ops.MatMul(left[i], right[i], transposeA: true);
        });
        var (a, b) = (Numbers(3, 5, 2, 3), Numbers(4, 5, 2, 4));
        var plan = (Plan)executable.Specialize([a.Shape, b.Shape])!;
        Assert.That(plan.Description.Count(static step => step == "Pack"), Is.EqualTo(2), "one for the left factors, one that was there");
        Assert.That(plan.Description.Count(static step => step.StartsWith("MatMul", StringComparison.Ordinal)), Is.EqualTo(1));
        float[] expected = Ops.MatMul(Ops.Reshape(a, [10, 3]), Ops.Reshape(Ops.Tanh(b), [10, 4]), transposeA: true).ToArray<float>();
        Assert.That(executable.Run([a, b])[0].ToArray<float>(), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void A_product_that_is_needed_by_itself_stays()
    {
        var executable = PlanTests.Compile([new(DType.Float32, [5, 2, 3])], a =>
        {
            var parts = Ops.Unpack(a[0], 5);
            var products = Array.ConvertAll(parts, static part => Ops.MatMul(part, part, transposeA: true));
            var sum = products[0];
            for (int i = 1; i < 5; i++) sum += products[i];
            return [sum, products[2]];
        });
        var a = Numbers(5, 5, 2, 3);
        float[] part = a.ToArray<float>()[12..18];
        var results = executable.Run([a]);
        Assert.That(results[1].ToArray<float>()[0], Is.EqualTo(part[0] * part[0] + part[3] * part[3]).Within(1e-5));
        float[] all = Ops.MatMul(Ops.Reshape(a, [10, 3]), Ops.Reshape(a, [10, 3]), transposeA: true).ToArray<float>();
        Assert.That(results[0].ToArray<float>(), Is.EqualTo(all).Within(1e-5));
    }

    [Test]
    public void Adding_zeros_is_no_step()
    {
        var executable = PlanTests.Compile([new(DType.Float32, [2])], static a => [Ops.Tanh(a[0] + Ops.ZerosLike(a[0]))]);
        Assert.That(((Plan)executable.Specialize([[2]])!).Description, Is.EqualTo(new[] { "Tanh" }));
        Assert.That(executable.Run([Tensor.From([float.NaN, 0f])])[0].ToArray<float>(), Is.EqualTo([float.NaN, 0f]));
    }

    private static EagerTensor Numbers(int seed, params int[] shape)
    {
        var random = new Random(seed);
        var numbers = new float[shape.Aggregate(1, static (a, b) => a * b)];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = random.NextSingle() - 0.5f;
        return Tensor.From(numbers, Shape.Of(shape));
    }
}
