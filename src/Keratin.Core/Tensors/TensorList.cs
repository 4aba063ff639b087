namespace Keratin;

/// <summary>What a variant of the TensorList ops holds: tensors of one dtype, some of them not set yet. Immutable; changing it makes another.</summary>
/// <param name="elementDType">The dtype of all elements.</param>
/// <param name="elementShape">What is known of the shape of all elements.</param>
/// <param name="elements">The elements; null stands for zeros.</param>
internal sealed class TensorList(DType elementDType, Shape elementShape, EagerTensor?[] elements)
{
    /// <summary>The dtype of all elements.</summary>
    public DType ElementDType { get; } = elementDType;

    /// <summary>What is known of the shape of all elements.</summary>
    public Shape ElementShape { get; } = elementShape;

    /// <summary>The elements; null stands for zeros.</summary>
    public ReadOnlySpan<EagerTensor?> Elements => elements;

    /// <summary>The number of elements.</summary>
    public int Count => elements.Length;

    /// <summary>The list that a variant holds.</summary>
    /// <exception cref="InvalidOperationException">It holds something else.</exception>
    public static TensorList From(EagerTensor handle) =>
        handle.Objects[0] as TensorList ?? throw new InvalidOperationException($"The variant holds a {handle.Objects[0].GetType().Name}, not a list of tensors.");

    /// <summary>The variant that holds this list.</summary>
    public EagerTensor ToTensor() => new(DType.Variant, Shape.Scalar, [this]);

    /// <summary>Other elements of the same kind.</summary>
    public TensorList With(EagerTensor?[] other) => new(ElementDType, ElementShape, other);

    /// <summary>An element; zeros where none was set.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="shape">What the caller knows of its shape.</param>
    /// <exception cref="ArgumentException">There is no such place, the shape does not fit, or the shape of zeros is not known.</exception>
    public EagerTensor Get(int index, Shape shape = default)
    {
        if ((uint)index >= (uint)elements.Length) throw new ArgumentException($"The list has {elements.Length} elements; there is none at {index}.");
        if (elements[index] is { } element)
            return shape.IsCompatibleWith(element.Shape) ? element : throw new ArgumentException($"Element {index} has the shape {element.Shape}; {shape} is expected.");
        var zeros = ShapeOfAll(shape);
        return zeros.IsFullyDefined ? Tensor.Zeros(zeros, ElementDType)
            : throw new ArgumentException($"Element {index} was never set, and of its shape only {zeros} is known.");
    }

    /// <summary>The shape that elements have, as far as known; those that are set all count, as if they had to be alike.</summary>
    public Shape ShapeOfAll(Shape shape)
    {
        var known = Merged(ElementShape, shape);
        foreach (var element in elements)
            if (element is not null) known = Merged(known, element.Shape);
        return known;
    }

    private static Shape Merged(Shape left, Shape right) =>
        left.TryMerge(right, out var merged) ? merged : throw new ArgumentException($"Elements of the shapes {left} and {right} can't stand in one list here.");
}
