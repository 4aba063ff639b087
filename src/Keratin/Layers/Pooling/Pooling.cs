using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What pooling layers over one, two and three spatial axes have in common: a window slides over each channel.</summary>
[KerasObject]
public abstract partial class Pooling : Layer
{
    private readonly int rank;

    private protected Pooling(int rank, Sizes? poolSize, Sizes? strides, Padding padding, DataFormat dataFormat)
    {
        this.rank = rank;
        if (padding == Padding.Causal) throw new ArgumentException("Pooling has no causal padding.", nameof(padding));
        PoolSize = (poolSize ?? 2).ForRank(rank, "pool_size");
        Strides = (strides ?? PoolSize).ForRank(rank, "strides");
        (Padding, DataFormat) = (padding, dataFormat);
    }

    /// <summary>The window's sizes.</summary>
    [Config]
    public Sizes PoolSize { get; }

    /// <summary>What happens at the border.</summary>
    [Config]
    public Padding Padding { get; }

    /// <summary>How far the window moves; its size if not given.</summary>
    [Config]
    public Sizes? Strides { get; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, rank);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        var output = input;
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(DataFormat) + i;
            long size = SpatialLayout.OutputSize(input[axis], PoolSize[i], Strides!.Value[i], 1, Padding);
            output = output.With(axis, size != 0 ? size : throw new ArgumentException($"The input {input} of layer '{Name}' is smaller than its window along axis {axis}."));
        }
        return output;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (rank == 1)
            return OneAxis.AsImages(inputs, DataFormat, images => Pool(images, OneAxis.PerAxis(PoolSize[0], DataFormat), OneAxis.PerAxis(Strides!.Value[0], DataFormat)));
        return Pool(inputs, SpatialLayout.PerAxis(PoolSize, DataFormat), SpatialLayout.PerAxis(Strides!.Value, DataFormat));
    }

    /// <summary>The op over images or volumes.</summary>
    private protected abstract Tensor Pool(Tensor inputs, long[] size, long[] strides, string padding, string dataFormat);

    private Tensor Pool(Tensor inputs, long[] size, long[] strides) =>
        Pool(inputs, size, strides, SpatialLayout.Name(Padding), SpatialLayout.Name(DataFormat, Math.Max(rank, 2)));
}
