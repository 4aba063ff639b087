using Keratin.Engines;

namespace Keratin.Tests.Engines.Managed.Kernels;

public class ListKernelTests
{
    private static Tensor Pairs => Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [3, 2]);

    [Test]
    public void Elements_that_were_never_set_are_zeros_of_the_others_shape()
    {
        var list = Ops.TensorListReserve(-1, 2, DType.Float32);
        list = Ops.TensorListSetItem(list, 1, Tensor.From([1f, 2f]));
        Assert.That(Ops.TensorListStack(list, -1, DType.Float32).ToArray<float>(), Is.EqualTo([0f, 0f, 1f, 2f]));
    }

    [Test]
    public void An_element_of_unknown_shape_that_was_never_set_is_an_error() =>
        Assert.That(() => Ops.TensorListGetItem(Ops.TensorListReserve(-1, 2, DType.Float32), 0, -1, DType.Float32), Throws.TypeOf<OpException>().With.Message.Contains("never set"));

    [Test]
    public void Changing_a_list_leaves_the_old_one_as_it_was()
    {
        var list = Ops.TensorListFromTensor(Pairs, new[] { 2 });
        var changed = Ops.TensorListSetItem(list, 0, Tensor.From([9f, 9f]));
        Assert.That(Ops.TensorListGetItem(list, 0, new[] { 2 }, DType.Float32).ToArray<float>(), Is.EqualTo([1f, 2f]));
        Assert.That(Ops.TensorListGetItem(changed, 0, new[] { 2 }, DType.Float32).ToArray<float>(), Is.EqualTo([9f, 9f]));
    }

    [Test]
    public void A_place_beyond_the_end_is_an_error_unless_the_list_may_grow()
    {
        var list = Ops.TensorListFromTensor(Pairs, new[] { 2 });
        Assert.That(() => Ops.TensorListSetItem(list, 3, Tensor.From([9f, 9f])), Throws.TypeOf<OpException>());
        Assert.That(Ops.TensorListLength(Ops.TensorListSetItem(list, 4, Tensor.From([9f, 9f]), resizeIfIndexOutOfBounds: true)).Item<int>(), Is.EqualTo(5));
    }

    [Test]
    public void Lists_of_zeros_and_sums_of_lists_are_lists()
    {
        var list = Ops.TensorListFromTensor(Pairs, new[] { 2 });
        var sum = Ops.AddN([list, Ops.TensorListSetItem(Ops.ZerosLike(list), 1, Tensor.From([10f, 20f])), list]);
        Assert.That(Ops.TensorListStack(sum, new[] { 2 }, DType.Float32).ToArray<float>(), Is.EqualTo([2f, 4f, 16f, 28f, 10f, 12f]));
    }

    [Test]
    public void Strings_can_stand_in_a_list()
    {
        var list = Ops.TensorListFromTensor(Tensor.FromStrings(["a", "b"]), Array.Empty<int>());
        Assert.That(Ops.TensorListGather(list, new[] { 1, 0, 1 }, Array.Empty<int>(), DType.String).ToArray<string>(), Is.EqualTo(["b", "a", "b"]));
    }

    [Test]
    public void An_element_of_another_shape_or_dtype_is_refused()
    {
        var list = Ops.TensorListFromTensor(Pairs, new[] { 2 });
        Assert.That(() => Ops.TensorListPushBack(list, Tensor.From([1f])), Throws.TypeOf<OpException>().With.Message.Contains("(2,)"));
        Assert.That(() => Ops.TensorListPushBack(list, Tensor.From([1, 2])), Throws.TypeOf<OpException>().With.Message.Contains("int32"));
    }

    [Test]
    public void Popping_from_an_empty_list_is_an_error() =>
        Assert.That(() => Ops.TensorListPopBack(Ops.EmptyTensorList(-1, -1, DType.Float32), -1, DType.Float32), Throws.TypeOf<OpException>().With.Message.Contains("empty"));
}
