namespace Keratin;

/// <summary>
/// A gradient that is zero but for some rows (<c>tf.IndexedSlices</c>): <see cref="Values"/>[i] belongs to row <see cref="Indices"/>[i];
/// rows that occur more than once are added. Ops take its dense form.
/// </summary>
public sealed class IndexedSlices : Tensor
{
    /// <summary>Rows of a gradient for a tensor of shape <paramref name="denseShape"/>.</summary>
    public IndexedSlices(Tensor values, Tensor indices, Shape denseShape) : base(values.DType, denseShape) => (Values, Indices) = (values, indices);

    /// <summary>The rows, along the first axis.</summary>
    public Tensor Values { get; }

    /// <summary>The row numbers, a vector.</summary>
    public Tensor Indices { get; }

    /// <summary>The same gradient with all its zeros.</summary>
    public Tensor ToDense() => Ops.UnsortedSegmentSum(Values, Indices, Shape[0]);

    /// <inheritdoc/>
    public override bool HasValue => Values.HasValue && Indices.HasValue;

    /// <inheritdoc/>
    public override EagerTensor Value => ToDense().Value;

    private protected override Tensor[] Intercept(Operations.OpDef op, Tensor[] inputs, Operations.Attrs attrs) =>
        Ops.Execute(op, Array.ConvertAll(inputs, static input => input is IndexedSlices slices ? slices.ToDense() : input), attrs);

    /// <inheritdoc/>
    public override string ToString() => $"<IndexedSlices shape={Shape} dtype={DType.Name()} rows={Values.Shape}>";
}
