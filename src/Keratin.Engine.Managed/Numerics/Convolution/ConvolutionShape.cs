namespace Keratin.Engines.Managed.Numerics;

/// <summary>A length along depth, height and width.</summary>
internal readonly record struct Extent(int Depth, int Height, int Width)
{
    public static readonly Extent One = new(1, 1, 1);

    public int Volume => checked(Depth * Height * Width);
}

/// <summary>
/// The sizes of a convolution. Input (batch, depth, height, width, in channels), filter (depth, height, width, in channels
/// ÷ groups, out channels), output (batch, depth, height, width, out channels), all dense; 2-D has a depth of 1.
/// </summary>
internal readonly record struct ConvolutionShape
{
    public required int Batch { get; init; }

    public required Extent Input { get; init; }

    public required int InChannels { get; init; }

    public required Extent Kernel { get; init; }

    public required Extent Output { get; init; }

    public required int OutChannels { get; init; }

    public Extent Strides { get; init; } = Extent.One;

    public Extent Dilations { get; init; } = Extent.One;

    /// <summary>The zeros before the first element; those after the last follow from the output's size.</summary>
    public Extent Padding { get; init; }

    public int Groups { get; init; } = 1;

    public ConvolutionShape()
    {
    }

    public int GroupIn => InChannels / Groups;

    public int GroupOut => OutChannels / Groups;

    /// <summary>Whether it is a mere product of matrices: pixels × in channels by in channels × out channels.</summary>
    public bool IsProduct => Kernel == Extent.One && Strides == Extent.One && Padding == default && Groups == 1 && Input == Output;

    /// <summary>The sizes of a 2-D convolution.</summary>
    public static ConvolutionShape Of2D(
        int batch, int height, int width, int inChannels, int kernelHeight, int kernelWidth, int outHeight, int outWidth, int outChannels,
        int strideHeight = 1, int strideWidth = 1, int padTop = 0, int padLeft = 0, int dilationHeight = 1, int dilationWidth = 1, int groups = 1) => new()
        {
            Batch = batch,
            Input = new(1, height, width),
            InChannels = inChannels,
            Kernel = new(1, kernelHeight, kernelWidth),
            Output = new(1, outHeight, outWidth),
            OutChannels = outChannels,
            Strides = new(1, strideHeight, strideWidth),
            Padding = new(0, padTop, padLeft),
            Dilations = new(1, dilationHeight, dilationWidth),
            Groups = groups,
        };
}
