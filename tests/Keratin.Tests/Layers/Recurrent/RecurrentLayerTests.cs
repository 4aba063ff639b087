using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Tests.Layers.Recurrent;

public partial class RecurrentLayerTests(string engine) : Testing.OnEachEngine(engine)
{
    private static Tensor Sequence => Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [1, 3, 2]);

    [Test]
    public void A_cell_of_ones_own_runs_over_time()
    {
        var layer = new RNN(new RunningSum()) { ReturnSequences = true, ReturnState = true };
        var outputs = layer.Apply((Tensors)Sequence);
        Assert.That(outputs[0].ToArray<float>(), Is.EqualTo([1f, 2f, 4f, 6f, 9f, 12f]));
        Assert.That(outputs[1].ToArray<float>(), Is.EqualTo([9f, 12f]));
    }

    [Test]
    public void Going_backwards_gives_outputs_in_the_order_of_the_steps()
    {
        var layer = new RNN(new RunningSum()) { ReturnSequences = true, GoBackwards = true };
        Assert.That(layer.Apply(Sequence).ToArray<float>(), Is.EqualTo([5f, 6f, 8f, 10f, 9f, 12f]));
    }

    [Test]
    public void A_masked_step_repeats_the_output_before_or_gives_zero([Values] bool zero, [Values] bool traced)
    {
        var layer = new RNN(new RunningSum()) { ReturnSequences = true, ZeroOutputForMask = zero };
        Tensor mask = Tensor.From([true, false, true], [1, 3]);
        var result = traced
            ? Keratin.Graphs.Function.Trace("f", [new(DType.Float32, [-1, -1, 2]), new(DType.Bool, [-1, -1])], a => [layer.Apply(a[0], mask: a[1])]).Compile().Run([Sequence, mask])[0]
            : layer.Apply(Sequence, mask: mask);
        float[] expected = zero ? [1, 2, 0, 0, 6, 8] : [1, 2, 1, 2, 6, 8];
        Assert.That(result.ToArray<float>(), Is.EqualTo(expected));
    }

    [Test]
    public void A_stateful_layer_goes_on_where_it_was_until_it_is_reset()
    {
        var layer = new RNN(new RunningSum()) { Stateful = true };
        layer.Apply(Sequence);
        Assert.That(layer.Apply(Sequence).ToArray<float>(), Is.EqualTo([18f, 24f]));
        layer.ResetStates();
        Assert.That(layer.Apply(Sequence).ToArray<float>(), Is.EqualTo([9f, 12f]));
    }

    [Test]
    public void A_stateful_layer_refuses_batches_of_another_size()
    {
        var layer = new RNN(new RunningSum()) { Stateful = true };
        layer.Apply(Sequence);
        Assert.That(() => layer.Apply((Tensor)Tensor.Zeros([2, 3, 2])), Throws.ArgumentException.With.Message.Contains("batches of 1"));
    }

    [Test]
    public void The_first_states_can_be_given()
    {
        var layer = new RNN(new RunningSum());
        var arguments = new CallArguments { Named = new Dictionary<string, object?> { ["initial_state"] = Tensor.From([10f, 20f], [1, 2]) } };
        Assert.That(layer.Apply((Tensors)Sequence, arguments).Single.ToArray<float>(), Is.EqualTo([19f, 32f]));
    }

    [Test]
    public void Stacked_cells_feed_each_other()
    {
        var layer = new RNN(new RunningSum(), new RunningSum()) { ReturnState = true };
        var outputs = layer.Apply((Tensors)Sequence);
        Assert.That(outputs[0].ToArray<float>(), Is.EqualTo([14f, 20f]));
        Assert.That(outputs[1].ToArray<float>(), Is.EqualTo([9f, 12f]));
        Assert.That(outputs[2].ToArray<float>(), Is.EqualTo([14f, 20f]));
    }

    [Test]
    public void Both_directions_meet_at_each_step()
    {
        var layer = new Bidirectional(new RNN(new RunningSum()) { ReturnSequences = true }, BidirectionalMerge.Sum);
        Assert.That(layer.Apply(Sequence).ToArray<float>(), Is.EqualTo([10f, 14f, 12f, 16f, 14f, 18f]));
    }

    [Test]
    public void Two_layers_of_one_direction_are_refused() =>
        Assert.That(() => new Bidirectional(new LSTM(2), backwardLayer: new GRU(2)), Throws.ArgumentException.With.Message.Contains("backwards"));

    [Test]
    public void The_cell_with_the_gates_reset_after_the_product_has_two_rows_of_bias([Values] bool resetAfter)
    {
        var cell = new GRUCell(2) { ResetAfter = resetAfter };
        cell.EnsureBuilt(Shape.Of(1, 3));
        Assert.That(cell.Bias!.Shape, Is.EqualTo(resetAfter ? Shape.Of(2, 6) : Shape.Of(6)));
    }

    [Test]
    public void Dropout_draws_once_for_all_steps()
    {
        var layer = new SimpleRNN(50) { Dropout = 0.5, ReturnSequences = true, UseBias = false, Activation = "linear", RecurrentInitializer = new Keratin.Initializers.Zeros() };
        var output = layer.Apply((Tensor)Tensor.From(Enumerable.Repeat(1f, 12).ToArray(), [1, 3, 4]), training: true).ToArray<float>();
        Assert.That(output[50..100], Is.EqualTo(output[..50]).Within(1e-6));
        Assert.That(output[100..], Is.EqualTo(output[..50]).Within(1e-6));
    }

    [Test]
    public void A_layer_applied_to_every_step_is_one_applied_to_each()
    {
        var dense = new Dense(3);
        var layer = new TimeDistributed(dense);
        var whole = layer.Apply(Sequence);
        Assert.That(whole.Shape, Is.EqualTo(Shape.Of(1, 3, 3)));
        Assert.That(whole.ToArray<float>(), Is.EqualTo(dense.Apply(Ops.Reshape(Sequence, [3, 2])).ToArray<float>()).Within(1e-6));
    }

    [Test]
    public void Keras_2_writes_the_layer_that_was_given_and_Keras_3_the_two_that_run()
    {
        Bidirectional older;
        using (Dialects.Use(Dialect.Keras2)) older = new Bidirectional(new LSTM(2) { Name = "lstm" });
        Assert.That(older.GetConfig().ContainsKey("backward_layer"), Is.False);
        Assert.That((string)older.GetConfig()["layer"]!["config"]!["name"]!, Is.EqualTo("lstm"));
        var newer = new Bidirectional(new LSTM(2) { Name = "lstm" });
        Assert.That((string)newer.GetConfig()["layer"]!["config"]!["name"]!, Is.EqualTo("forward_lstm"));
        Assert.That((string)newer.GetConfig()["backward_layer"]!["config"]!["name"]!, Is.EqualTo("backward_lstm"));
    }

    [Test]
    public void Steps_of_the_marked_value_are_masked_for_what_follows()
    {
        var masked = new Masking(5).Apply((Tensor)Tensor.From([5f, 5f, 5f, 1f], [1, 2, 2]));
        Assert.That(masked.ToArray<float>(), Is.EqualTo([0f, 0f, 5f, 1f]));
        Assert.That(new RNN(new RunningSum()).Apply(masked).ToArray<float>(), Is.EqualTo([5f, 1f]));
    }

    /// <summary>Adds up its inputs.</summary>
    [KerasObject("RunningSum", Package = "Tests")]
    internal sealed partial class RunningSum : RNNCell
    {
        public override IReadOnlyList<int> StateSizes => [2];

        protected override (Tensor Output, Tensor[] States) Step(Tensor inputs, Tensor[] states, bool training)
        {
            var sum = inputs + states[0];
            return (sum, [sum]);
        }
    }
}
