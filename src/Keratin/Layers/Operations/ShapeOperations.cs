using Keratin.Serialization;

namespace Keratin.Layers;

[KerasObject("Reshape", Unexported = true)]
internal sealed partial class ReshapeOperation(int[] newshape) : UnaryOperation
{
    [Config]
    public int[] Newshape { get; } = newshape;

    private protected override Tensor Compute(Tensor x) => Ops.Reshape(x, Newshape);
}

[KerasObject("Transpose", Unexported = true)]
internal sealed partial class TransposeOperation(int[]? axes = null) : UnaryOperation
{
    [Config]
    public int[]? Axes { get; } = axes;

    private protected override Tensor Compute(Tensor x) => Ops.Transpose(x, Axes ?? [.. Enumerable.Range(0, x.Rank).Reverse()]);
}

[KerasObject("ExpandDims", Unexported = true)]
internal sealed partial class ExpandDimsOperation(AxisList axis) : UnaryOperation
{
    [Config]
    public AxisList Axis { get; } = axis;

    private protected override Tensor Compute(Tensor x)
    {
        int rank = x.Rank + Axis.Values.Length;
        foreach (int axis in Axis.For(rank)) x = Ops.ExpandDims(x, axis);
        return x;
    }
}

[KerasObject("Squeeze", Unexported = true)]
internal sealed partial class SqueezeOperation(AxisList? axis = null) : UnaryOperation
{
    [Config]
    public AxisList? Axis { get; } = axis;

    private protected override Tensor Compute(Tensor x) => Ops.Squeeze(x, Axis is { } axes ? Array.ConvertAll(axes.Values.ToArray(), static axis => (long)axis) : []);
}

[KerasObject("Concatenate", Unexported = true)]
internal sealed partial class ConcatenateOperation(int axis = 0) : Operation
{
    [Config]
    public int Axis { get; } = axis;

    protected internal override IReadOnlyList<string> CallArgumentNames => ["xs"];

    protected override Tensors Call(Tensors inputs, CallContext context) => Ops.ConcatV2(inputs.AsSpan(), Axis);
}

[KerasObject("Stack", Unexported = true)]
internal sealed partial class StackOperation(int axis = 0) : Operation
{
    [Config]
    public int Axis { get; } = axis;

    protected internal override IReadOnlyList<string> CallArgumentNames => ["x"];

    protected override Tensors Call(Tensors inputs, CallContext context) => Ops.Pack(inputs.AsSpan(), Axis);
}

[KerasObject("Cast", Module = "keras.src.ops.core", Unexported = true)]
internal sealed partial class CastOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Cast(x, ComputeDType);

    public override void WriteConfig(ConfigWriter writer)
    {
        base.WriteConfig(writer);
        writer.Key("dtype");
        writer.Value(DTypePolicy.Name);
    }
}

[KerasObject("GetItem", Unexported = true)]
internal sealed partial class GetItemOperation : UnaryOperation
{
    protected internal override IReadOnlyList<string> CallArgumentNames => ["x", "key"];

    private protected override Tensor Compute(Tensor x) => throw new InvalidOperationException($"Operation '{Name}' (GetItem) needs a key.");

    protected override Tensor Call(Tensor inputs, CallContext context) => PythonIndexing.Get(inputs, context.Arguments.GetValueOrDefault("key"));
}
