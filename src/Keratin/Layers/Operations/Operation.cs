using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A function of <c>keras.ops</c> that was applied to a symbol of a Functional model, as Keras 3 keeps it among the layers: it has a name and no weights.</summary>
[KerasObject(Module = "keras.src.ops.numpy")]
internal abstract partial class Operation : Layer
{
    private protected override bool HasBuildStep => false;

    // An operation takes what it is given: dtypes are part of its meaning.
    private protected override bool Autocast => false;

    public override void WriteConfig(ConfigWriter writer)
    {
        writer.Key("name");
        writer.Value(Name);
    }

    /// <summary>A number that was given by name as a tensor of a dtype; a tensor as it is.</summary>
    private protected static Tensor? Operand(CallContext context, string name, Tensor other) => context.Arguments.GetValueOrDefault(name) switch
    {
        null => null,
        bool or long or int or double or float => Scalars.Like(other, Convert.ToDouble(context.Arguments[name], System.Globalization.CultureInfo.InvariantCulture)),
        _ => context.Tensor(name),
    };
}

/// <summary>A function of two tensors, of which one may be a number.</summary>
[KerasObject]
internal abstract partial class BinaryOperation : Operation
{
    protected internal override IReadOnlyList<string> CallArgumentNames => ["x1", "x2"];

    private protected abstract Tensor Compute(Tensor left, Tensor right);

    // The input is the first operand, unless that was given by name.
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (Operand(context, "x1", inputs) is { } left) return Compute(left, inputs);
        return Compute(inputs, Operand(context, "x2", inputs) ?? throw new ArgumentException($"Operation '{Name}' ({ClassName}) needs a second operand, x2."));
    }
}

/// <summary>A function of one tensor.</summary>
[KerasObject]
internal abstract partial class UnaryOperation : Operation
{
    protected internal override IReadOnlyList<string> CallArgumentNames => ["x"];

    private protected abstract Tensor Compute(Tensor x);

    protected override Tensor Call(Tensor inputs, CallContext context) => Compute(inputs);
}

/// <summary>A figure along axes.</summary>
[KerasObject]
internal abstract partial class ReductionOperation : UnaryOperation
{
    /// <summary>The axes; all if not given.</summary>
    [Config]
    public AxisList? Axis { get; init; }

    /// <summary>Whether the axes stay, with size 1.</summary>
    [Config]
    public bool Keepdims { get; init; }

    private protected Tensor Axes(Tensor x) => Axis is { } axes ? axes.Values.ToArray() : Scalars.AllAxes(x);
}
