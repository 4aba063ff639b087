using Keratin.Engines;

namespace Keratin.Operations;

/// <summary>A window that slides along one axis: convolutions and pools read <see cref="Size"/> elements, <see cref="Dilation"/> apart, for each output.</summary>
/// <param name="Input">Elements of the input, -1 if unknown.</param>
/// <param name="Size">Elements the window reads.</param>
/// <param name="Stride">From one output's window to the next one's.</param>
/// <param name="Dilation">From one element of the window to the next.</param>
/// <param name="Before">Elements that the first window lies before the input.</param>
/// <param name="Output">Outputs, -1 if unknown.</param>
internal readonly record struct WindowAxis(long Input, long Size, long Stride, long Dilation, long Before, long Output)
{
    /// <summary>No window at all: what 2-D ops have for depth.</summary>
    public static WindowAxis None { get; } = new(1, 1, 1, 1, 0, 1);
}

/// <summary>Where a window op has its images' axes, and how its window moves along them: what shape functions and kernels of convolutions and pools share.</summary>
/// <param name="Layout">Which axis is which.</param>
/// <param name="Batch">Images, -1 if unknown.</param>
/// <param name="Channels">Channels of the input, -1 if unknown.</param>
/// <param name="Axes">The image's axes: height and width, or depth, height and width.</param>
internal sealed record WindowGeometry(ImageLayout Layout, long Batch, long Channels, WindowAxis[] Axes)
{
    /// <summary>The axes of 3-D images; a 2-D image has a depth of 1.</summary>
    public (WindowAxis Depth, WindowAxis Height, WindowAxis Width) Volume =>
        Axes.Length == 3 ? (Axes[0], Axes[1], Axes[2]) : (WindowAxis.None, Axes[0], Axes[1]);

    /// <summary>The shape of the outputs, which have this many channels.</summary>
    public Shape OutputShape(long channels) => Layout.Shape(Batch, Array.ConvertAll(Axes, static axis => axis.Output), channels);

    /// <summary>The geometry of an op with the attributes strides, padding and, maybe, dilations, explicit_paddings and data_format.</summary>
    /// <param name="operation">The op; it is named in errors.</param>
    /// <param name="input">The images' shape.</param>
    /// <param name="sizes">The window's size along the image's axes, -1 where unknown.</param>
    /// <param name="dilations">The name of the attribute that spreads the window.</param>
    public static WindowGeometry Of(Operation operation, Shape input, ReadOnlySpan<long> sizes, string dilations = "dilations")
    {
        var layout = ImageLayout.Of(operation, sizes.Length);
        return Create(operation, layout, input, sizes, layout.Steps(operation, "strides"), layout.Steps(operation, dilations));
    }

    /// <summary>The geometry of a pool, whose window and strides are given along all axes of the images, as attributes or inputs.</summary>
    public static WindowGeometry OfPool(Operation operation, Shape input, long[] windows, long[] strides)
    {
        var layout = ImageLayout.Of(operation, windows.Length - 2);
        return Create(operation, layout, input, layout.Steps(operation, "ksize", windows), layout.Steps(operation, "strides", strides), default);
    }

    private static WindowGeometry Create(
        Operation operation, ImageLayout layout, Shape input, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, ReadOnlySpan<long> dilations)
    {
        if (!input.HasRank) input = Shape.UnknownOfRank(sizes.Length + 2);
        if (input.Rank != sizes.Length + 2) throw new OpException(operation, $"takes images of {sizes.Length + 2} axes ({layout}); the shape is {input}.");
        string padding = operation.Attrs.Text("padding");
        if (padding is not ("SAME" or "VALID" or "EXPLICIT")) throw new OpException(operation, $"padding '{padding}' is not one of SAME, VALID, EXPLICIT.");
        long[] explicitPaddings = padding == "EXPLICIT" ? ExplicitPaddings(operation, layout) : [];
        var axes = new WindowAxis[sizes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            int at = layout.Spatial(i);
            var axis = new WindowAxis(input[at], sizes[i], strides[i], dilations.IsEmpty ? 1 : dilations[i], 0, -1);
            var (before, after) = padding == "EXPLICIT" ? (explicitPaddings[2 * at], explicitPaddings[2 * at + 1]) : (0, 0);
            axes[i] = Place(operation, axis, padding == "SAME", before, after);
        }
        return new(layout, input[0], input[layout.Channel], axes);
    }

    // All quantities are below 2³¹, so that their products stay exact in 64 bits.
    private static WindowAxis Place(Operation operation, WindowAxis axis, bool same, long before, long after)
    {
        if (axis.Size == 0) throw new OpException(operation, "the window has no element along an axis of the image.");
        if (axis.Input > int.MaxValue || axis.Size > int.MaxValue) throw new OpException(operation, $"an axis of {Math.Max(axis.Input, axis.Size)} elements is too long; it may have 2³¹ - 1.");
        if (axis.Input < 0 || (axis.Size < 0 && !same)) return axis with { Before = before };
        if (same)
        {
            long outputs = (axis.Input + axis.Stride - 1) / axis.Stride;
            if (axis.Size < 0) return axis with { Output = outputs };
            long padding = Math.Max((outputs - 1) * axis.Stride + (axis.Size - 1) * axis.Dilation + 1 - axis.Input, 0);
            return axis with { Before = padding / 2, Output = outputs };
        }
        long reach = (axis.Size - 1) * axis.Dilation + 1, room = axis.Input + before + after;
        if (reach > room) throw new OpException(operation, $"the window spans {reach} elements along an axis of the image that has only {room} with its padding.");
        return axis with { Before = before, Output = (room - reach) / axis.Stride + 1 };
    }

    private static long[] ExplicitPaddings(Operation operation, ImageLayout layout)
    {
        long[] paddings = operation.Attrs.Ints("explicit_paddings");
        if (paddings.Length != 2 * layout.Rank) throw new OpException(operation, $"explicit_paddings must hold {2 * layout.Rank} numbers; it holds {paddings.Length}.");
        for (int i = 0; i < paddings.Length; i++)
            if (paddings[i] is < 0 or > int.MaxValue || ((i / 2 == 0 || i / 2 == layout.Channel) && paddings[i] != 0))
                throw new OpException(operation, $"explicit_paddings [{string.Join(", ", paddings)}] must be 0 or more, and 0 for batch and channels.");
        return paddings;
    }
}
