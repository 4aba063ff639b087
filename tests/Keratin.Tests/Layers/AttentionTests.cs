using Keratin.Layers;

namespace Keratin.Tests.Layers;

public sealed class AttentionTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Values_are_averaged_by_how_keys_agree_with_queries()
    {
        Tensor query = Tensor.From([100f, 0], [1, 1, 2]), value = Tensor.From([1f, 0, 0, 1], [1, 2, 2]);
        Assert.That(new Attention().Apply([query, value]).Single.ToArray<float>(), Is.EqualTo(new[] { 1f, 0 }).Within(1e-6));
    }

    [Test]
    public void Causal_attention_does_not_look_ahead()
    {
        var layer = new MultiHeadAttention(2, 3);
        var x = Tensor.From(Enumerable.Range(0, 24).Select(static i => (float)Math.Sin(i)).ToArray(), [1, 6, 4]);
        Tensor Call(Tensor input) => layer.Apply(input, new CallArguments { Named = new Dictionary<string, object?> { ["value"] = input, ["use_causal_mask"] = true } }).Single;
        var before = Call(x);
        var changed = Call(Ops.ConcatV2([x[.., ..5], Tensor.Zeros([1, 1, 4])], 1));
        Assert.That(changed[.., ..5].ToArray<float>(), Is.EqualTo(before[.., ..5].ToArray<float>()).Within(1e-6));
        Assert.That(changed[.., 5].ToArray<float>(), Is.Not.EqualTo(before[.., 5].ToArray<float>()).Within(1e-6));
    }

    [Test]
    public void Scores_come_after_the_output_if_asked_for()
    {
        var x = Tensor.Zeros([2, 3, 4]);
        var results = new MultiHeadAttention(2, 3, outputShape: 5).Apply(x, new CallArguments { Named = new Dictionary<string, object?> { ["value"] = x, ["return_attention_scores"] = true } });
        Assert.That(results.Select(static result => result.Shape), Is.EqualTo(new Shape[] { [2, 3, 5], [2, 2, 3, 3] }));
    }

    [Test]
    public void A_value_must_be_given() =>
        Assert.That(() => new MultiHeadAttention(1, 2).Apply(Tensor.Zeros([1, 2, 3])), Throws.ArgumentException.With.Message.Contains("'value'"));

    [Test]
    public void Query_heads_are_shared_out_evenly() =>
        Assert.That(() => new GroupQueryAttention(4, 3, 2), Throws.ArgumentException.With.Message.Contains("can't be divided"));

    [Test]
    public void Einsum_dense_finds_its_kernel_from_the_equation()
    {
        var layer = new EinsumDense("...x,xy->...y", [-1, 5], biasAxes: "y");
        layer.EnsureBuilt([-1, 7, 3]);
        Assert.That(layer.Weights.Select(static weight => weight.Shape), Is.EqualTo(new Shape[] { [3, 5], [5] }));
        Assert.That(() => new EinsumDense("abc", [5]).EnsureBuilt([1, 2, 3]), Throws.ArgumentException.With.Message.Contains("equation"));
    }
}
