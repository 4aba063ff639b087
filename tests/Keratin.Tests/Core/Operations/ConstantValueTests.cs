using Keratin.Graphs;

namespace Keratin.Tests.Core.Operations;

public class ConstantValueTests
{
    /// <summary>The shape that tracing finds for what a function makes of an argument of shape (None, 6, 4).</summary>
    private static Shape Traced(Func<Tensor, Tensor> body, Shape? input = null) =>
        FunctionGraph.Trace("f", [new(DType.Float32, input ?? [-1, 6, 4])], args => [body(args[0])]).Outputs[0].Shape;

    [Test]
    public void A_reshape_to_computed_sizes_keeps_what_is_known() => Assert.Multiple(() =>
    {
        Assert.That(Traced(static x => Ops.Reshape(x, Ops.Pack([Ops.Shape(x)[0], 24]))), Is.EqualTo(Shape.Create(-1, 24)));
        Assert.That(Traced(static x => Ops.Reshape(x, Ops.ConcatV2([Ops.Shape(x)[..2], new[] { 2, 2 }], 0))), Is.EqualTo(Shape.Create(-1, 6, 2, 2)));
        Assert.That(Traced(static x => Ops.Reshape(x, Ops.Pack([Ops.Shape(x)[0], Ops.Shape(x)[1] * Ops.Shape(x)[2]]))), Is.EqualTo(Shape.Create(-1, 24)));
        Assert.That(Traced(static x => Ops.Reshape(x, new[] { -1 }), [2, 3]), Is.EqualTo(Shape.Create(6)));
        Assert.That(Traced(static x => Ops.Reshape(x, Ops.Shape(x, DType.Int64))), Is.EqualTo(Shape.Create(-1, 6, 4)));
    });

    [Test]
    public void Slices_of_a_shape_are_known_with_every_mask_and_stride() => Assert.Multiple(() =>
    {
        Assert.That(Traced(static x => Ops.Fill(Ops.Shape(x)[^2..], 1f)), Is.EqualTo(Shape.Create(6, 4)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Shape(x)[TensorIndex.Every(-1, end: 0)], 1f)), Is.EqualTo(Shape.Create(4, 6)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Shape(x)[TensorIndex.Every(2)], 1f)), Is.EqualTo(Shape.Create(-1, 4)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Shape(x)[1..1], 1f)), Is.EqualTo(Shape.Scalar));
    });

    [Test]
    public void Sizes_picked_out_of_a_shape_are_known() => Assert.Multiple(() =>
    {
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([.. Ops.Unpack(Ops.Shape(x), 3)]), 0f)), Is.EqualTo(Shape.Create(-1, 6, 4)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Gather(Ops.Shape(x), new[] { 2, 1 }, axis: 0), 0f)), Is.EqualTo(Shape.Create(4, 6)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Slice(Ops.Shape(x), new[] { 1 }, new[] { -1 }), 0f)), Is.EqualTo(Shape.Create(6, 4)));
    });

    [Test]
    public void Products_beyond_64_bits_are_left_to_the_op()
    {
        var huge = Tensor.From([1L << 40, 1L << 40]);
        Assert.That(Traced(x => Ops.Fill(Ops.Pack([huge[0] * huge[1] * Ops.Shape(x, DType.Int64)[1]]), 0f)), Is.EqualTo(Shape.Create(-1)));
    }

    [Test]
    public void Arithmetic_on_sizes_is_done_as_the_ops_do_it() => Assert.Multiple(() =>
    {
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([Ops.FloorDiv(Ops.Shape(x)[1], 4), Ops.Shape(x)[2] - 1]), 0f)), Is.EqualTo(Shape.Create(1, 3)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([Ops.Maximum(Ops.Shape(x)[1], 5), Ops.Minimum(Ops.Shape(x)[2], 3)]), 0f)), Is.EqualTo(Shape.Create(6, 3)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([Ops.FloorDiv(Ops.Neg(Ops.Shape(x)[1]), 4) + 5]), 0f)), Is.EqualTo(Shape.Create(3)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([Ops.Rank(x), Ops.Size(x)]), 0f), [2, 3]), Is.EqualTo(Shape.Create(2, 6)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([Ops.Size(x)]), 0f)), Is.EqualTo(Shape.Create(-1)));
    });

    [Test]
    public void A_size_that_depends_on_values_is_unknown() => Assert.Multiple(() =>
    {
        Assert.That(Traced(static x => Ops.Fill(Ops.Cast(x[0, 0], DType.Int32), 0f)), Is.EqualTo(Shape.Create(-1, -1, -1, -1)));
        Assert.That(Traced(static x => Ops.Fill(Ops.Pack([Ops.Cast(x[0, 0, 0], DType.Int32), 2]), 0f)), Is.EqualTo(Shape.Create(-1, 2)));
    });

    [Test]
    public void What_a_variable_holds_is_known_through_its_captured_handle()
    {
        var variable = new Variable(Tensor.Zeros([3, 5]));
        Assert.That(Traced(_ => variable.Value), Is.EqualTo(Shape.Create(3, 5)));
        Assert.That(Traced(x => Ops.ResourceGather(variable.Handle, Ops.Cast(x, DType.Int32), DType.Float32)), Is.EqualTo(Shape.Create(-1, 6, 4, 5)));
    }
}
