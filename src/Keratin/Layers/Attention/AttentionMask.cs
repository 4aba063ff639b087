namespace Keratin.Layers;

/// <summary>Which queries may attend to which values.</summary>
internal static class AttentionMask
{
    /// <summary>None later than the query, (1, queries, values).</summary>
    public static Tensor Causal(Tensor queries, Tensor values)
    {
        var (query, value) = Places(queries, values);
        return query >= value;
    }

    /// <summary>Those less than so many steps from the query, (1, queries, values).</summary>
    public static Tensor Window(Tensor queries, Tensor values, int steps)
    {
        var (query, value) = Places(queries, values);
        return Ops.Abs(query - value) < steps;
    }

    /// <summary>What both masks let through; null lets everything through.</summary>
    public static Tensor? And(Tensor? left, Tensor? right)
    {
        if (right is null || left is null) return left ?? right;
        return Ops.LogicalAnd(Ops.Cast(left, DType.Bool), Ops.Cast(right, DType.Bool));
    }

    private static (Tensor Query, Tensor Value) Places(Tensor queries, Tensor values) =>
        (Ops.Reshape(Ops.Range(0, queries, 1), new[] { 1, -1, 1 }), Ops.Reshape(Ops.Range(0, values, 1), new[] { 1, 1, -1 }));
}
