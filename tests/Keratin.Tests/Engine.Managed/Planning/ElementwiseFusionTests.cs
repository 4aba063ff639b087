using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public class ElementwiseFusionTests
{
    [Test]
    public void A_chain_becomes_one_step() =>
        Assert.That(Steps([[8, 100]], static a => [Ops.Tanh(Ops.AddV2(Ops.Mul(a[0], a[0]), 1f))]), Is.EqualTo(new[] { "Mul+AddV2+Tanh" }));

    [Test]
    public void A_value_needed_in_between_ends_the_chain() =>
        Assert.That(
            Steps([[8, 100]], static a =>
            {
                var first = Ops.Tanh(Ops.Neg(a[0]));
                return [Ops.Sub(Ops.ReverseV2(first, new[] { 0 }), first)];
            }),
            Is.EqualTo(new[] { "Neg+Tanh", "ReverseV2", "Sub" }));

    [Test]
    public void Updates_of_variables_join_the_chain()
    {
        var variable = new Variable(Tensor.From(new float[100]));
        Assert.That(Steps([[100]], a => { variable.AssignSub(Ops.Mul(Ops.Sub(variable, a[0]), 0.1f)); return []; }), Is.EqualTo(new[] { "Sub+Mul+AssignSubVariableOp" }));
    }

    [Test]
    public void Chains_do_not_carry_a_read_past_a_write()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        var executable = PlanTests.Compile([new(DType.Float32, [2])], a =>
        {
            var negated = Ops.Neg(variable.Value);
            variable.Assign(Ops.ReverseV2(a[0], new[] { 0 }));
            return [Ops.Mul(negated, a[0])];
        });
        Assert.That(executable.Run([Tensor.From([10f, 20f])])[0].ToArray<float>(), Is.EqualTo([-10f, -40f]));
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo([20f, 10f]));
    }

    // Sizes on both sides of blocks and of short runs, so that every way of broadcasting is taken.
    [TestCase(7, 5)]
    [TestCase(300, 10)]
    [TestCase(1000, 3)]
    [TestCase(5, 511)]
    [TestCase(9, 513)]
    [TestCase(3, 5000)]
    [TestCase(1, 4000)]
    public void Rows_columns_and_scalars_are_repeated(int rows, int columns)
    {
        EagerTensor x = RandomProgram.Numbers([rows, columns], 1), row = RandomProgram.Numbers([columns], 2), column = RandomProgram.Numbers([rows, 1], 3), scalar = RandomProgram.Numbers([1, 1], 4);
        var executable = PlanTests.Compile([TensorSpec.Of(x), TensorSpec.Of(row), TensorSpec.Of(column), TensorSpec.Of(scalar)], static a =>
        {
            var scaled = Ops.Mul(Ops.Sub(a[0], a[2]), a[1]);
            return [Ops.AddV2(Ops.Mul(scaled, a[3]), Ops.Mul(a[1], a[2])), Ops.Greater(scaled, 0f)];
        });
        Assert.That(((Plan)executable.Specialize([x.Shape, row.Shape, column.Shape, scalar.Shape])!).Description, Has.Length.LessThanOrEqualTo(2));
        var results = executable.Run([x, row, column, scalar]);
        float[] expected = new float[rows * columns];
        var positive = new bool[rows * columns];
        for (int i = 0; i < expected.Length; i++)
        {
            float r = row.AsSpan<float>()[i % columns], c = column.AsSpan<float>()[i / columns];
            float scaled = (x.AsSpan<float>()[i] - c) * r;
            (expected[i], positive[i]) = (scaled * scalar.AsSpan<float>()[0] + r * c, scaled > 0);
        }
        Assert.That(results[0].ToArray<float>(), Is.EqualTo(expected).Within(2).Ulps);
        Assert.That(results[1].ToArray<bool>(), Is.EqualTo(positive));
    }

    [Test]
    public void Middle_axes_are_repeated()
    {
        EagerTensor x = RandomProgram.Numbers([4, 3, 5, 2], 1), y = RandomProgram.Numbers([4, 1, 5, 1], 2), z = RandomProgram.Numbers([3, 1, 2], 3);
        var executable = PlanTests.Compile([TensorSpec.Of(x), TensorSpec.Of(y), TensorSpec.Of(z)], static a => [Ops.AddV2(Ops.Mul(a[0], a[1]), a[2])]);
        float[] expected = new float[120];
        for (int i = 0; i < expected.Length; i++)
        {
            int d = i % 2, c = i / 2 % 5, b = i / 10 % 3, a = i / 30;
            expected[i] = x.AsSpan<float>()[i] * y.AsSpan<float>()[a * 5 + c] + z.AsSpan<float>()[b * 2 + d];
        }
        Assert.That(executable.Run([x, y, z])[0].ToArray<float>(), Is.EqualTo(expected).Within(2).Ulps);
    }

    private static string[] Steps(Shape[] shapes, Func<Tensor[], Tensor[]> body) =>
        ((Plan)PlanTests.Compile([.. shapes.Select(static shape => new TensorSpec(DType.Float32, shape))], body).Specialize(shapes)!).Description;
}
