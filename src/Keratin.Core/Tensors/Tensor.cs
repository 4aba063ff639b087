namespace Keratin;

/// <summary>
/// A multi-dimensional array of one element type (<c>tf.Tensor</c>). Either it has a value (<see cref="EagerTensor"/>)
/// or it stands for one that a traced function will compute (<see cref="Graphs.SymbolicTensor"/>). Immutable.
/// </summary>
public abstract partial class Tensor
{
    private protected Tensor(DType dtype, Shape shape)
    {
        DType = dtype;
        Shape = shape;
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The sizes of the axes; of a symbolic tensor, as far as they are known.</summary>
    public Shape Shape { get; private protected set; }

    /// <summary>Which timesteps count, as layers pass it along (<c>_keras_mask</c>); null if all do.</summary>
    internal Tensor? KerasMask { get; set; }

    /// <summary>The number of axes, or -1 where unknown.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Whether the tensor has a value now.</summary>
    public virtual bool HasValue => false;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    public virtual EagerTensor Value => throw new InvalidOperationException(
        $"{this} has no value yet: it stands for the result of a traced function. Run the function, or read the value outside of tracing.");

    /// <summary>The elements in row-major order, without a copy.</summary>
    /// <exception cref="InvalidOperationException">The tensor is symbolic, or its elements are not <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Value.Span<T>();

    /// <summary>A copy of the elements in row-major order; <c>string</c> elements are decoded as UTF-8.</summary>
    public T[] ToArray<T>() => Value.CopyElements<T>();

    /// <summary>The single element of a tensor that has just one.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public T Item<T>()
    {
        var value = Value;
        return value.Shape.ElementCount == 1
            ? value.CopyElements<T>()[0]
            : throw new InvalidOperationException($"Item needs a tensor with one element; this one has shape {value.Shape}.");
    }

    /// <summary>A kind of tensor that does not run or record ops but does something of its own with them (a Functional model's symbols) returns the outputs here.</summary>
    private protected virtual Tensor[]? Intercept(Operations.OpDef op, Tensor[] inputs, Operations.Attrs attrs) => null;

    internal Tensor[]? TryIntercept(Operations.OpDef op, Tensor[] inputs, Operations.Attrs attrs) => Intercept(op, inputs, attrs);
}
