using Keratin.Engines;

namespace Keratin.Operations;

/// <summary>The sizes of a convolution, forward or backward, checked against each other.</summary>
/// <param name="Window">How the filter moves over the images.</param>
/// <param name="OutChannels">Channels of the outputs, -1 if unknown.</param>
/// <param name="Groups">Into how many groups channels are divided; every channel is one in a depthwise convolution.</param>
/// <param name="IsDepthwise">Whether the filter is that of a depthwise convolution.</param>
internal sealed record ConvolutionGeometry(WindowGeometry Window, long OutChannels, long Groups, bool IsDepthwise)
{
    /// <summary>The outputs' shape.</summary>
    public Shape Output => Window.OutputShape(OutChannels);

    /// <summary>The geometry of Conv2D, Conv3D, DepthwiseConv2dNative or a gradient of theirs.</summary>
    /// <param name="operation">The op; it is named in errors.</param>
    /// <param name="input">The images' shape, as far as known.</param>
    /// <param name="filter">(height, width, channels, outputs), with the depth in front in 3-D; an output is a multiplier of channels in a depthwise convolution.</param>
    public static ConvolutionGeometry Of(Operation operation, Shape input, Shape filter)
    {
        int rank = operation.Op.Name.StartsWith("Conv3D", StringComparison.Ordinal) ? 3 : 2;
        if (!filter.HasRank) filter = Shape.UnknownOfRank(rank + 2);
        if (filter.Rank != rank + 2) throw new OpException(operation, $"takes a filter of {rank + 2} axes; its shape is {filter}.");
        var window = WindowGeometry.Of(operation, input, filter.Dims[..rank]);
        long channels = window.Channels, taken = filter[rank], made = filter[rank + 1];
        if (operation.Op.Name.StartsWith("Depthwise", StringComparison.Ordinal))
        {
            if (channels >= 0 && taken >= 0 && channels != taken) throw new OpException(operation, $"images have {channels} channels, the filter {filter} is for {taken}.");
            return new(window, taken < 0 || made < 0 ? -1 : checked(taken * made), channels < 0 ? taken : channels, true);
        }
        if (taken == 0 || (channels >= 0 && taken > 0 && channels % taken != 0))
            throw new OpException(operation, $"images of {channels} channels can't be divided into groups of {taken}, which the filter {filter} takes.");
        long groups = channels < 0 || taken < 0 ? -1 : channels / taken;
        if (groups == 0 || (groups > 0 && made >= 0 && made % groups != 0)) throw new OpException(operation, $"the {made} outputs of the filter {filter} can't be divided into {groups} groups.");
        return new(window, made, groups, false);
    }
}
