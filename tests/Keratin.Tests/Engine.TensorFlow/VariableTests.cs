using Keratin.Engines.Managed;
using Keratin.Gradients;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.TensorFlow;

internal sealed class VariableTests : OnTensorFlow
{
    [Test]
    public void A_variable_moves_to_the_engine_that_uses_it_and_back()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        Assert.That(variable.Resource.Storage, Is.Null);
        variable.AssignAdd(Tensor.From([10f, 10f]));
        Assert.That(variable.Resource.Storage, Is.Not.Null, "it lives in TensorFlow now");
        Engine.Current = new ManagedEngine();
        variable.AssignAdd(Tensor.From([100f, 100f]));
        Assert.That(variable.Resource.Storage, Is.Null, "it lives in managed memory again");
        Engine.Current = TensorFlow;
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo(new[] { 111f, 112f }));
    }

    [Test]
    public void What_was_read_or_assigned_is_not_changed_by_later_updates()
    {
        float[] given = new float[1000];
        var initial = Tensor.From(given);
        var variable = new Variable(initial);
        var first = variable.Value;
        variable.AssignAdd(Ops.OnesLike(initial));
        var second = variable.Resource.Read();
        variable.AssignAdd(Ops.OnesLike(initial));
        Assert.That(initial.AsSpan<float>()[5], Is.Zero);
        Assert.That(first.AsSpan<float>()[5], Is.Zero);
        Assert.That(second.AsSpan<float>()[5], Is.EqualTo(1));
        Assert.That(variable.Value.AsSpan<float>()[5], Is.EqualTo(2));
    }

    [Test]
    public void A_variable_without_a_value_says_so()
    {
        var variable = new Variable(DType.Float32, [2], "moment");
        Assert.That(Assert.Catch(() => _ = variable.Value)!.Message, Does.Contain("FAILED_PRECONDITION"));
        variable.Assign(Tensor.From([1f, 2f]));
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo(new[] { 1f, 2f }));
    }

    [Test]
    public void Effects_on_a_variable_happen_in_the_order_of_the_function()
    {
        var variable = new Variable(Tensor.Scalar(1f));
        var function = Function.Trace("ordered", [], _ =>
        {
            Tensor before = variable.Value;
            variable.Assign(before * 2f);
            Tensor between = variable.Value;
            variable.AssignAdd(3f);
            return [before, between, variable.Value];
        });
        var executable = function.Compile();
        for (float value = 1; value < 1000; value = value * 2 + 3)
            Assert.That(Array.ConvertAll(executable.Run([]), static result => result.Item<float>()), Is.EqualTo(new[] { value, value * 2, value * 2 + 3 }));
    }

    [Test]
    public void A_training_step_is_one_call_that_both_engines_agree_on()
    {
        var onTensorFlow = Descend();
        Engine.Current = new ManagedEngine();
        Assert.That(onTensorFlow, Is.EqualTo(Descend()).Within(1e-5f));

        static float[] Descend()
        {
            var w = new Variable(Tensor.From(new float[,] { { 0.5f, -0.2f }, { 0.1f, 0.3f } }));
            var step = Function.Trace("step", [new TensorSpec(DType.Float32, [3, 2])], arguments =>
            {
                using var tape = new GradientTape();
                var loss = Ops.Sum(Ops.Square(Ops.Tanh(Ops.MatMul(arguments[0], w)) - 1f), new[] { 0, 1 });
                w.AssignSub(0.1f * tape.Gradient(loss, [w])[0]!);
                return [loss];
            }).Compile();
            Tensor x = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
            float loss = 0;
            for (int i = 0; i < 10; i++) loss = step.Run([x])[0].Item<float>();
            return [loss, .. w.Resource.Read().ToArray<float>()];
        }
    }

    [Test]
    public void A_lookup_table_of_ours_is_used_and_its_changes_are_seen()
    {
        var table = new LookupTable("words", DType.String, DType.Int64, isMutable: true);
        table.Insert(Tensor.FromStrings("a", "b"), Tensor.From([1L, 2L]));
        Assert.That(Find("b", "c"), Is.EqualTo(new[] { 2L, -1L }));
        table.Insert(Tensor.FromStrings("c"), Tensor.From([3L]));
        Assert.That(Find("b", "c"), Is.EqualTo(new[] { 2L, 3L }));

        long[] Find(params string[] keys) => Ops.Execute("LookupTableFindV2", [table.Handle, Tensor.FromStrings(keys), -1L])[0].ToArray<long>();
    }

    [Test]
    public void A_table_of_TensorFlow_s_own_is_used_by_its_handle()
    {
        var table = Ops.Execute("MutableHashTableV2", [], ("key_dtype", DType.String), ("value_dtype", DType.Int64), ("shared_name", "own"))[0];
        Ops.Execute("LookupTableInsertV2", [table, Tensor.FromStrings("k"), Tensor.From([5L])]);
        Assert.That(Ops.Execute("LookupTableFindV2", [table, Tensor.FromStrings("k"), 0L])[0].ToArray<long>(), Is.EqualTo(new[] { 5L }));
    }

    [Test]
    public void Tensor_lists_are_handed_from_op_to_op()
    {
        var list = Ops.Execute("TensorListFromTensor", [Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }), Tensor.From([2])], ("shape_type", DType.Int32))[0];
        Assert.That(list.DType, Is.EqualTo(DType.Variant));
        Assert.That(Ops.Execute("TensorListGetItem", [list, 1, Tensor.From([2])], ("element_dtype", DType.Float32))[0].ToArray<float>(), Is.EqualTo(new[] { 3f, 4f }));
    }
}
