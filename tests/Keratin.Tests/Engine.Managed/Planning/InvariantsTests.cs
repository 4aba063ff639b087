using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public unsafe class InvariantsTests
{
    private readonly Variable filter = new(RandomProgram.Numbers([3, 3, 4, 20], 1));
    private readonly Variable bias = new(RandomProgram.Numbers([20], 2));
    private readonly Variable gamma = new(RandomProgram.Numbers([20], 3));
    private readonly Variable beta = new(RandomProgram.Numbers([20], 4));
    private readonly Variable mean = new(RandomProgram.Numbers([20], 5));
    private readonly Variable variance = new(Ops.Square(RandomProgram.Numbers([20], 6)).Value);
    private readonly EagerTensor images = RandomProgram.Numbers([2, 7, 6, 4], 7);

    [TestCase(false)]
    [TestCase(true)]
    public void Normalization_by_running_averages_is_folded_into_the_weights(bool fused) => Follows(
        x =>
        {
            var sum = Ops.BiasAdd(Ops.Conv2D(x, filter, [1, 1, 1, 1], "SAME"), bias);
            return Ops.Relu(fused ? Ops.FusedBatchNormV3(sum, gamma, beta, mean, variance, isTraining: false).Y : Normalized(sum));
        },
        images, "Conv2D+BiasAdd+Relu");

    [Test]
    public void Depthwise_weights_are_scaled_by_channel_and_multiplier()
    {
        var depthwise = new Variable(RandomProgram.Numbers([5, 4, 4, 5], 8));
        Follows(x => Normalized(Ops.DepthwiseConv2dNative(x, depthwise, [1, 1, 1, 1], "SAME")), images, "DepthwiseConv2dNative+BiasAdd");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_weights_of_matrix_products_are_scaled(bool transposed)
    {
        var weights = new Variable(RandomProgram.Numbers(transposed ? [20, 30] : [30, 20], 8));
        Follows(x => Ops.Relu(Normalized(Ops.MatMul(x, weights, transposeB: transposed))), RandomProgram.Numbers([6, 30], 9), "MatMul+BiasAdd+Relu");
    }

    [Test]
    public void A_result_that_is_needed_unscaled_stays_unscaled() => Follows(
        x =>
        {
            var product = Ops.Conv2D(x, filter, [1, 1, 1, 1], "SAME");
            return Ops.AddV2(Normalized(product), product);
        },
        images, "AddV2+Rsqrt+Mul", "Mul+Sub", "Conv2D", "Mul+AddV2+AddV2");

    [Test]
    public void Kept_values_can_be_results()
    {
        var table = new Variable(RandomProgram.Numbers([40, 20], 8));
        var executable = PlanTests.Compile([new(DType.Float32, [20])], a => [Ops.Tanh(table), a[0]]);
        var x = RandomProgram.Numbers([20], 1);
        for (int run = 0; run < 6; run++)
        {
            if (run == 3) table.Assign(RandomProgram.Numbers([40, 20], 9));
            Assert.That(executable.Run([x])[0].ToArray<float>(), Is.EqualTo(Ops.Tanh(table).ToArray<float>()));
        }
    }

    [Test]
    public void Runs_allocate_nothing_while_variables_stay_the_same()
    {
        var plan = (Plan)PlanTests.Compile([TensorSpec.Of(images)], a => [Normalized(Ops.Conv2D(a[0], filter, [1, 1, 1, 1], "SAME"))]).Specialize([images.Shape])!;
        var result = EagerTensor.Allocate(DType.Float32, plan.Outputs[0].Shape);
        ReadOnlySpan<nint> arguments = [(nint)images.Pointer], results = [(nint)result.Pointer];
        for (int i = 0; i < 10; i++) plan.Run(arguments, results);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) plan.Run(arguments, results);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        GC.KeepAlive(result);
    }

    [Test]
    public void Threads_that_change_variables_do_not_disturb_threads_that_use_kept_values()
    {
        var table = new Variable(Tensor.From(Enumerable.Repeat(1f, 1000).ToArray()));
        var reader = PlanTests.Compile([new(DType.Float32, Shape.Scalar)], a => [Ops.Mul(Ops.ReverseV2(Ops.Square(table), new[] { 0 }), a[0])]);
        var writer = PlanTests.Compile([new(DType.Float32, Shape.Scalar)], a => { table.Assign(Ops.AddV2(Ops.ZerosLike(table.Value), a[0])); return []; });
        Parallel.For(0, 4, thread =>
        {
            for (int run = 0; run < 200; run++)
                if (thread == 0) writer.Run([Tensor.Scalar((float)run)]);
                else Assert.That(new HashSet<float>(reader.Run([Tensor.Scalar(1f)])[0].ToArray<float>()), Has.Count.EqualTo(1));
        });
    }

    private Tensor Normalized(Tensor x)
    {
        var factor = Ops.Mul(Ops.Rsqrt(Ops.AddV2(variance, 1e-3f)), gamma);
        return Ops.AddV2(Ops.Mul(x, factor), Ops.Sub(beta, Ops.Mul(mean, factor)));
    }

    /// <summary>Runs a plan with these steps after what it keeps, while variables change between runs, and compares with the ops run at once.</summary>
    private void Follows(Func<Tensor, Tensor> body, EagerTensor x, params string[] steps)
    {
        var executable = PlanTests.Compile([TensorSpec.Of(x)], a => [body(a[0])]);
        var plan = (Plan)executable.Specialize([x.Shape])!;
        Assert.That(plan.Description[plan.Kept.Steps..], Is.EqualTo(steps));
        for (int run = 0; run < 20; run++)
        {
            if (run == 6) gamma.AssignAdd(RandomProgram.Numbers([20], 11));
            if (run == 12) variance.Assign(Ops.Square(RandomProgram.Numbers([20], 12)));
            // Sums cancel, so that errors are as large as the largest value makes them.
            float[] expected = body(x).ToArray<float>();
            Assert.That(executable.Run([x])[0].ToArray<float>(), Is.EqualTo(expected).Within(2e-6f * expected.Max(MathF.Abs)), $"run {run}");
        }
    }
}
