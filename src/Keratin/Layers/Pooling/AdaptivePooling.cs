using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What pooling layers have in common that choose their windows so that the output has a given size; windows along an axis cover it and may overlap.</summary>
[KerasObject]
public abstract partial class AdaptivePooling : Layer
{
    private readonly int rank;

    private protected AdaptivePooling(int rank, Sizes outputSize, DataFormat dataFormat)
    {
        this.rank = rank;
        OutputSize = outputSize.ForRank(rank, "output_size");
        DataFormat = dataFormat;
    }

    /// <summary>The output's size along each spatial axis.</summary>
    [Config]
    public Sizes OutputSize { get; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, rank);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        for (int i = 0; i < rank; i++) input = input.With(SpatialLayout.FirstSpatialAxis(DataFormat) + i, OutputSize[i]);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        // A window is a product of one window along each axis, so the axes are reduced one after the other.
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(DataFormat) + i;
            if (inputs.Shape[axis] < 0) throw new ArgumentException($"Layer '{Name}' ({ClassName}) must know its input's size along axis {axis}; the shape is {inputs.Shape}.");
            inputs = Pool(inputs, axis, Windows((int)inputs.Shape[axis], OutputSize[i]));
        }
        return inputs;
    }

    /// <summary>Reduces one axis to a figure for each window.</summary>
    private protected abstract Tensor Pool(Tensor inputs, int axis, (int Start, int End)[] windows);

    /// <summary>The means of windows: a product with a matrix that has a window in each row.</summary>
    private protected static Tensor Means(Tensor inputs, int axis, (int Start, int End)[] windows)
    {
        int size = (int)inputs.Shape[axis];
        var weights = new double[windows.Length * size];
        for (int row = 0; row < windows.Length; row++)
            weights.AsSpan(row * size)[windows[row].Start..windows[row].End].Fill(1.0 / (windows[row].End - windows[row].Start));
        string axes = "abcde"[..inputs.Rank];
        var matrix = Initializers.HostTensor.From(weights, [windows.Length, size], inputs.DType);
        return Ops.Einsum([inputs, matrix], $"{axes},z{axes[axis]}->{axes.Replace(axes[axis], 'z')}");
    }

    /// <summary>The largest value of each window; windows shorter than the longest repeat their last place.</summary>
    private protected static Tensor Largest(Tensor inputs, int axis, (int Start, int End)[] windows)
    {
        int longest = windows.Max(static window => window.End - window.Start);
        var places = new int[windows.Length, longest];
        for (int row = 0; row < windows.Length; row++)
            for (int i = 0; i < longest; i++) places[row, i] = Math.Min(windows[row].Start + i, windows[row].End - 1);
        return Ops.Max(Ops.GatherV2(inputs, Tensor.From(places), axis), new[] { axis + 1 });
    }

    private static (int, int)[] Windows(int size, int count)
    {
        var windows = new (int, int)[count];
        for (int i = 0; i < count; i++) windows[i] = ((int)((long)i * size / count), (int)(((long)(i + 1) * size + count - 1) / count));
        return windows;
    }
}
