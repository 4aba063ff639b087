namespace Keratin.Layers;

/// <summary>A part of each image at a random place.</summary>
/// <param name="Mask">Whether a pixel lies in it, (batch, height, width, 1).</param>
internal sealed record ImagePart(Tensor Mask)
{
    /// <summary>Draws the places: first along the width, then along the height.</summary>
    /// <param name="images">The images.</param>
    /// <param name="width">The share of the width, (batch, 1, 1, 1).</param>
    /// <param name="height">The share of the height.</param>
    /// <param name="random">Where the places come from.</param>
    public static ImagePart Draw(Tensor images, Tensor width, Tensor height, SeedGenerator random)
    {
        var columns = Inside(2, width);
        return new(Ops.LogicalAnd(columns, Inside(1, height)));

        Tensor Inside(int axis, Tensor share)
        {
            var size = Ops.Cast(Sizing.Of(images, axis), images.DType);
            var length = share * size;
            var start = Ops.StatelessRandomUniform(Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1), random.Next(), images.DType) * (size - length);
            var places = Ops.Reshape(Ops.Cast(Ops.Range(0, Sizing.Of(images, axis), 1), images.DType), axis == 1 ? new[] { 1, -1, 1, 1 } : [1, 1, -1, 1]);
            return Ops.LogicalAnd(places >= start, places < start + length);
        }
    }
}
