namespace Keratin.Layers;

/// <summary>The projective transform that takes four points to four others.</summary>
internal static class Homography
{
    /// <summary>The eight numbers of the transform that gives for each place of the result the one it comes from, (batch, 8).</summary>
    /// <param name="start">The points in the source, (batch, 4, 2), x before y.</param>
    /// <param name="end">The points in the result.</param>
    public static Tensor Between(Tensor start, Tensor end)
    {
        Tensor x = end[.., .., 0], y = end[.., .., 1], one = Ops.OnesLike(x), zero = Ops.ZerosLike(x), fromX = start[.., .., 0], fromY = start[.., .., 1];
        // Two equations a point: one for x, one for y.
        var forX = Ops.Pack([x, y, one, zero, zero, zero, -fromX * x, -fromX * y], 2);
        var forY = Ops.Pack([zero, zero, zero, x, y, one, -fromY * x, -fromY * y], 2);
        var equations = Ops.Reshape(Ops.Pack([forX, forY], 2), new[] { -1, 8, 8 });
        return Ops.Reshape(Ops.MatrixSolve(equations, Ops.Reshape(start, new[] { -1, 8, 1 })), new[] { -1, 8 });
    }
}
