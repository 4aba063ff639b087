namespace Keratin;

/// <summary>
/// One entry of <c>tensor[…]</c>, as Python's <c>x[0, 1:3, ..., None]</c>: an index, a range, all remaining axes, or a new axis.
/// C#'s own forms convert to it: <c>x[0]</c>, <c>x[^1]</c>, <c>x[1..3]</c>, <c>x[.., 0]</c>.
/// </summary>
public readonly struct TensorIndex
{
    internal enum Form { Range, Single, Ellipsis, NewAxis }

    private TensorIndex(Form form, int begin = 0, int end = 0, int step = 1, bool fromEdge = false, bool toEdge = false) =>
        (Kind, Begin, End, Step, FromEdge, ToEdge) = (form, begin, end, step, fromEdge, toEdge);

    /// <summary>All axes that the other entries leave (<c>...</c>).</summary>
    public static TensorIndex Ellipsis { get; } = new(Form.Ellipsis);

    /// <summary>A new axis of size 1 (<c>tf.newaxis</c>).</summary>
    public static TensorIndex NewAxis { get; } = new(Form.NewAxis);

    internal Form Kind { get; }
    internal int Begin { get; }
    internal int End { get; }
    internal int Step { get; }
    internal bool FromEdge { get; }
    internal bool ToEdge { get; }

    /// <summary>Every <paramref name="step"/>th index (<c>begin:end:step</c>); null is the edge, a negative step goes backwards.</summary>
    public static TensorIndex Every(int step, int? begin = null, int? end = null) =>
        step != 0 ? new(Form.Range, begin ?? 0, end ?? 0, step, begin is null, end is null) : throw new ArgumentOutOfRangeException(nameof(step), "A step of 0 gets nowhere.");

    /// <summary>A single index, whose axis goes away; negative ones count from the end.</summary>
    public static implicit operator TensorIndex(int index) => new(Form.Single, index);

    /// <summary>A single index, whose axis goes away; <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index index) => new(Form.Single, FromEnd(index));

    /// <summary>Neighbouring indices.</summary>
    public static implicit operator TensorIndex(Range range)
    {
        // ^0 is the place after the last: no negative number says that, the edge does.
        bool nothing = range.Start is { IsFromEnd: true, Value: 0 };
        return new(Form.Range, nothing ? int.MaxValue : FromEnd(range.Start), FromEnd(range.End), 1, range.Start.Equals(Index.Start), range.End.Equals(Index.End));
    }

    private static int FromEnd(Index index) => index.IsFromEnd ? -index.Value : index.Value;
}

public abstract partial class Tensor
{
    /// <summary>A part of the tensor, as Python's <c>x[…]</c> (<c>StridedSlice</c>); axes that are not mentioned are kept.</summary>
    /// <exception cref="Engines.OpException">An index lies outside, or there are more than axes.</exception>
    [System.Runtime.CompilerServices.IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            int[] begin = new int[indices.Length], end = new int[indices.Length], strides = new int[indices.Length];
            long beginMask = 0, endMask = 0, ellipsis = 0, newAxis = 0, shrink = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                long bit = 1L << i;
                (begin[i], end[i], strides[i]) = (index.Begin, index.End, index.Step);
                switch (index.Kind)
                {
                    case TensorIndex.Form.Ellipsis: ellipsis |= bit; break;
                    case TensorIndex.Form.NewAxis: newAxis |= bit; break;
                    case TensorIndex.Form.Single:
                        shrink |= bit;
                        end[i] = unchecked(index.Begin + 1);
                        break;
                    default:
                        if (index.FromEdge) beginMask |= bit;
                        if (index.ToEdge) endMask |= bit;
                        break;
                }
            }
            return Ops.StridedSlice(this, begin, end, strides, beginMask, endMask, ellipsis, newAxis, shrink);
        }
    }
}
