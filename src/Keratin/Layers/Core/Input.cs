using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// Where a model's data comes in (<c>keras.Input</c>, <c>InputLayer</c>). First in a <see cref="Models.Sequential"/>,
/// or used as the tensor it stands for in a Functional model.
/// </summary>
[KerasObject("InputLayer", Keys = ["batch_input_shape", "batch_shape", "dtype", "sparse", "ragged", "name", "optional"])]
public sealed partial class Input : Layer
{
    private Tensor? output;

    /// <summary>An input of samples of this shape, the batch axis not counted.</summary>
    public Input(params int[] shape) : this(Shape.Of(shape).Prepend(-1))
    {
    }

    /// <summary>An input whose shape is given with the batch axis, -1 where a size is open.</summary>
    public Input(Shape shapeWithBatch) : this() => BatchShape = shapeWithBatch;

    // For configs: Keras 2 gives the shape as batch_input_shape, Keras 3 as batch_shape.
    private Input()
    {
        DTypePolicy = DTypePolicy.Global.ComputeDType;
        MarkBuilt([]);
    }

    /// <summary>The shape with the batch axis in front.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public Shape BatchShape { get => BatchInputShape ?? Shape.Unknown; init => BatchInputShape = value; }

    /// <summary>The dtype of the data; float32 if not given.</summary>
    public DType DType { get => DTypePolicy.ComputeDType; init => DTypePolicy = value; }

    /// <summary>Whether the data is sparse. Keras's files say so; dense data is what is computed with.</summary>
    [Config]
    public bool Sparse { get; init; }

    /// <summary>Whether the data is ragged. Keras's files say so; dense data is what is computed with.</summary>
    [Config]
    public bool Ragged { get; init; }

    /// <summary>Whether the data may be left out. Keras 2 says so in its last version only.</summary>
    [Config(OmitNull = Dialect.Keras2)]
    public bool? Optional { get; init; } = Dialects.Current == Dialect.Keras3 ? false : null;

    /// <summary>The symbol that stands for the data in a Functional model.</summary>
    public Tensor Output => output ??= new LayerNode(this, default, CallArguments.None, [new Graphs.TensorSpec(DType, BatchShape, Name)], singleOutput: true).Outputs.Single;

    /// <summary>The symbol that stands for the data.</summary>
    public static implicit operator Tensor(Input input) => input.Output;

    /// <summary>The symbol that stands for the data.</summary>
    public static implicit operator Tensors(Input input) => input.Output;

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => inputs;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
