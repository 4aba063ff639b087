using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public class ProductFusionTests
{
    private static readonly string[] Activations = ["Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Sigmoid", "Tanh", "Softplus", "Softsign"];

    [TestCaseSource(nameof(Activations))]
    public void A_convolution_applies_bias_and_activation(string activation)
    {
        EagerTensor images = RandomProgram.Numbers([2, 7, 6, 3], 1), filter = RandomProgram.Numbers([3, 3, 3, 20], 2), bias = RandomProgram.Numbers([20], 3);
        Compare([images, filter, bias], a => Activate(activation, Ops.BiasAdd(Ops.Conv2D(a[0], a[1], [1, 1, 1, 1], "SAME"), a[2])), $"Conv2D+BiasAdd+{activation}");
    }

    [Test]
    public void A_depthwise_convolution_applies_bias_and_activation()
    {
        EagerTensor images = RandomProgram.Numbers([2, 7, 6, 3], 1), filter = RandomProgram.Numbers([3, 3, 3, 2], 2), bias = RandomProgram.Numbers([6], 3);
        Compare([images, filter, bias], static a => Ops.Relu(Ops.AddV2(Ops.DepthwiseConv2dNative(a[0], a[1], [1, 1, 1, 1], "VALID"), a[2])), "DepthwiseConv2dNative+AddV2+Relu");
    }

    [Test]
    public void Images_with_the_channels_first_stay_as_they_are()
    {
        EagerTensor images = RandomProgram.Numbers([2, 3, 7, 6], 1), filter = RandomProgram.Numbers([3, 3, 3, 4], 2), bias = RandomProgram.Numbers([4], 3);
        Compare([images, filter, bias], static a => Ops.BiasAdd(Ops.Conv2D(a[0], a[1], [1, 1, 1, 1], "SAME", dataFormat: "NCHW"), a[2], "NCHW"), "Conv2D", "BiasAdd");
    }

    [TestCaseSource(nameof(Activations))]
    public void A_matrix_product_applies_bias_and_activation(string activation)
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 20], 2), bias = RandomProgram.Numbers([20], 3);
        Compare([x, weights, bias], a => Activate(activation, Ops.BiasAdd(Ops.MatMul(a[0], a[1]), a[2])), $"MatMul+BiasAdd+{activation}");
    }

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public void Factors_may_be_transposed(bool transposeA, bool transposeB)
    {
        EagerTensor x = RandomProgram.Numbers(transposeA ? [8, 5] : [5, 8], 1), weights = RandomProgram.Numbers(transposeB ? [20, 8] : [8, 20], 2), bias = RandomProgram.Numbers([20], 3);
        Compare([x, weights, bias], a => Ops.BiasAdd(Ops.MatMul(a[0], a[1], transposeA, transposeB), a[2]), "MatMul+BiasAdd");
    }

    [Test]
    public void The_product_may_be_seen_under_another_shape()
    {
        EagerTensor x = RandomProgram.Numbers([2, 3, 8], 1), weights = RandomProgram.Numbers([8, 20], 2), bias = RandomProgram.Numbers([20], 3);
        Compare([x, weights, bias], static a => Ops.Relu(Ops.BiasAdd(Ops.Reshape(Ops.MatMul(Ops.Reshape(a[0], new[] { 6, 8 }), a[1]), new[] { 2, 3, 20 }), a[2])), "MatMul+BiasAdd+Relu");
    }

    [Test]
    public void A_product_that_is_needed_otherwise_is_not_changed()
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 20], 2), bias = RandomProgram.Numbers([20], 3);
        Compare([x, weights, bias], static a =>
        {
            var product = Ops.MatMul(a[0], a[1]);
            return Ops.Mul(Ops.Relu(Ops.BiasAdd(product, a[2])), Ops.ReverseV2(product, new[] { 1 }));
        }, "MatMul", "ReverseV2", "BiasAdd+Relu+Mul");
    }

    [Test]
    public void A_bias_for_rows_is_no_bias_for_channels()
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 5], 2), bias = RandomProgram.Numbers([5, 1], 3);
        Compare([x, weights, bias], static a => Ops.AddV2(Ops.MatMul(a[0], a[1]), a[2]), "MatMul", "AddV2");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Gelu_is_recognised(bool complement)
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 20], 2), bias = RandomProgram.Numbers([20], 3);
        Compare([x, weights, bias], a =>
        {
            var y = Ops.BiasAdd(Ops.MatMul(a[0], a[1]), a[2]);
            return complement ? 0.5f * y * Ops.Erfc(-y * 0.70710678f) : 0.5f * y * (1f + Ops.Erf(y / 1.41421356f));
        }, "MatMul+BiasAdd+Gelu");
    }

    [Test]
    public void Silu_is_recognised_unless_its_parts_are_needed()
    {
        var x = RandomProgram.Numbers([5, 8], 1);
        Compare([x], static a => Ops.ReverseV2(a[0] * Ops.Sigmoid(a[0]), new[] { 0 }), "Silu", "ReverseV2");
        Compare([x], static a => Ops.Sigmoid(a[0]) is var part ? Ops.ConcatV2([a[0] * part, part], 0) : part, "Sigmoid+Mul", "ConcatV2");
    }

    [Test]
    public void A_product_is_added_to_another_tensor_in_place()
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 20], 2), bias = RandomProgram.Numbers([20], 3), rest = RandomProgram.Numbers([5, 20], 4);
        Compare([x, weights, bias, rest], static a => Ops.Tanh(Ops.AddV2(Ops.Neg(a[3]), Ops.BiasAdd(Ops.MatMul(a[0], a[1]), a[2]))), "Neg", "MatMul+BiasAdd+AddV2+Tanh");
    }

    [Test]
    public void A_tensor_that_is_needed_later_is_not_overwritten_by_the_sum()
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 20], 2), rest = RandomProgram.Numbers([5, 20], 4);
        Compare([x, weights, rest], static a =>
        {
            var negated = Ops.Neg(a[2]);
            return Ops.ConcatV2([Ops.AddV2(Ops.MatMul(a[0], a[1]), negated), negated], 0);
        }, "Neg", "MatMul+AddV2", "ConcatV2");
    }

    [Test]
    public void Sums_of_products_gather_in_one_place()
    {
        EagerTensor x = RandomProgram.Numbers([5, 8], 1), weights = RandomProgram.Numbers([8, 20], 2);
        Compare([x, weights], static a =>
        {
            Tensor other = Ops.Neg(a[0]), third = Ops.Square(a[0]);
            return Ops.AddV2(Ops.AddV2(Ops.MatMul(a[0], a[1]), Ops.MatMul(other, a[1])), Ops.MatMul(third, a[1]));
        }, "Neg", "Square", "MatMul", "MatMul+AddV2", "MatMul+AddV2");
    }

    [TestCase(1)]
    [TestCase(40)]
    public void Weights_that_change_between_runs_are_seen(int rows)
    {
        var x = RandomProgram.Numbers([rows, 30], 1);
        var weights = new Variable(RandomProgram.Numbers([30, 20], 2));
        var bias = new Variable(RandomProgram.Numbers([20], 3));
        var executable = PlanTests.Compile([TensorSpec.Of(x)], a => [Ops.BiasAdd(Ops.MatMul(a[0], weights), bias)]);
        for (int run = 0; run < 24; run++)
        {
            // Long enough the same for weights to be packed, then changed in place and by assignment.
            if (run == 8) weights.AssignAdd(RandomProgram.Numbers([30, 20], 4));
            if (run == 16) weights.Assign(RandomProgram.Numbers([30, 20], 5));
            var expected = Ops.BiasAdd(Ops.MatMul(x, weights), bias);
            Assert.That(executable.Run([x])[0].ToArray<float>(), Is.EqualTo(expected.ToArray<float>()).Within(1e-5f), $"run {run}");
        }
    }

    [Test]
    public void Constant_weights_are_packed()
    {
        var weights = RandomProgram.Numbers([30, 20], 2);
        Compare([RandomProgram.Numbers([40, 30], 1)], a => Ops.MatMul(a[0], weights), "MatMul");
    }

    private static Tensor Activate(string activation, Tensor x) => Ops.Execute(activation, [x])[0];

    private static void Compare(EagerTensor[] arguments, Func<Tensor[], Tensor> body, params string[] steps)
    {
        var graph = FunctionGraph.Trace("product", [.. arguments.Select(TensorSpec.Of)], a => [body(a)]);
        var planned = new PlannedExecutable(graph, []);
        Assert.That(planned.Specialize([.. arguments.Select(static argument => argument.Shape)]) is Plan plan ? plan.Description : null, Is.EqualTo(steps));
        float[] expected = new InterpretedExecutable(graph, []).Run(arguments)[0].ToArray<float>();
        for (int run = 0; run < 5; run++) Assert.That(planned.Run(arguments)[0].ToArray<float>(), Is.EqualTo(expected).Within(1e-5f));
    }
}
