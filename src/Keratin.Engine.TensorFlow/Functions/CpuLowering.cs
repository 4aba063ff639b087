using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>
/// Ops for which TensorFlow has no kernel on CPUs in the form they have, told by forms that it has: images with their channels first are
/// turned around, dilated convolutions take a filter with gaps of zeros, grouped ones go group by group.
/// </summary>
/// <param name="run">Runs or records an op.</param>
internal sealed class CpuLowering(Func<OpDef, Tensor[], Attrs, Tensor[]> run)
{
    /// <summary>Whether an op may need it.</summary>
    public static bool Concerns(OpDef op, Attrs attrs) => Images(op.Name) is not null && (IsChannelsFirst(attrs) || MayBeDilatedOrGrouped(op.Name));

    /// <summary>The outputs in another form, or null if the op can stay as it is.</summary>
    public Tensor[]? Lower(OpDef op, Tensor[] inputs, Attrs attrs)
    {
        if (!Concerns(op, attrs)) return null;
        if (IsChannelsFirst(attrs)) return ChannelsLast(op, inputs, attrs);
        if (attrs.TryGet("dilations", out var given) && Array.Exists(given.Ints, static rate => rate > 1)) return Undilated(op, inputs, attrs, given.Ints[1..^1]);
        return Groups(op, inputs) is > 1 and var groups ? Grouped(op, inputs, attrs, groups) : null;
    }

    // Which inputs are images or vectors of an image's sizes, and whether the output is an image.
    private static (int[] Images, int Sizes, bool Output)? Images(string op) => op switch
    {
        "Conv2D" or "Conv3D" or "DepthwiseConv2dNative" or "MaxPool" or "AvgPool" or "MaxPool3D" or "AvgPool3D" => ([0], -1, true),
        "Conv2DBackpropInput" or "DepthwiseConv2dNativeBackpropInput" or "Conv3DBackpropInputV2" => ([2], 0, true),
        "Conv2DBackpropFilter" or "DepthwiseConv2dNativeBackpropFilter" or "Conv3DBackpropFilterV2" => ([0, 2], -1, false),
        "MaxPoolGrad" or "MaxPool3DGrad" => ([0, 1, 2], -1, true),
        "AvgPoolGrad" or "AvgPool3DGrad" => ([1], 0, true),
        _ => null,
    };

    private static bool IsChannelsFirst(Attrs attrs) => attrs.TryGet("data_format", out var format) && format.Text is "NCHW" or "NCDHW";

    private static bool MayBeDilatedOrGrouped(string op) => op is "Conv2DBackpropInput" or "Conv2DBackpropFilter" or "Conv3D" or "Conv3DBackpropInputV2" or "Conv3DBackpropFilterV2"
        or "DepthwiseConv2dNative" or "DepthwiseConv2dNativeBackpropInput" or "DepthwiseConv2dNativeBackpropFilter";

    private static bool GivesFilter(OpDef op) => op.Name.Contains("BackpropFilter", StringComparison.Ordinal);

    private static bool GivesInput(OpDef op) => op.Name.Contains("BackpropInput", StringComparison.Ordinal);

    private Tensor[] ChannelsLast(OpDef op, Tensor[] inputs, Attrs attrs)
    {
        var (images, sizes, output) = Images(op.Name)!.Value;
        bool flat = attrs.Text("data_format") == "NCHW";
        int[] toLast = flat ? [0, 2, 3, 1] : [0, 2, 3, 4, 1], toFirst = flat ? [0, 3, 1, 2] : [0, 4, 1, 2, 3];
        var turned = (Tensor[])inputs.Clone();
        foreach (int image in images) turned[image] = Run("Transpose", [inputs[image], Tensor.From(toLast)]);
        if (sizes >= 0) turned[sizes] = Run("GatherV2", [inputs[sizes], Tensor.From(toLast), 0]);
        var changed = new List<(string, AttrValue)>();
        foreach (var (name, value) in attrs.Given)
            changed.Add((name, name switch
            {
                "data_format" => flat ? "NHWC" : "NDHWC",
                "strides" or "ksize" or "dilations" => Array.ConvertAll(toLast, axis => value.Ints[axis]),
                "explicit_paddings" when value.Ints.Length > 0 => toLast.SelectMany(axis => value.Ints.AsSpan(axis * 2, 2).ToArray()).ToArray(),
                _ => value,
            }));
        var settings = new Attrs(op, changed.ToArray());
        var results = Lower(op, turned, settings) ?? run(op, turned, settings);
        return output ? [Run("Transpose", [results[0], Tensor.From(toFirst)])] : results;
    }

    private Tensor[] Undilated(OpDef op, Tensor[] inputs, Attrs attrs, long[] rates)
    {
        var settings = new Attrs(op, [.. attrs.Given.ToArray().Where(static attr => attr.Name != "dilations")]);
        var wide = (Tensor[])inputs.Clone();
        if (!GivesFilter(op))
        {
            wide[1] = Spread(inputs[1], rates);
            return Lower(op, wide, settings) ?? run(op, wide, settings);
        }
        // The gradient of the filter with gaps, without the gaps.
        var gaps = Tensor.From([.. rates.Select(static rate => (int)rate), 1, 1]);
        wide[1] = Run("AddV2", [Run("Mul", [Run("Sub", [inputs[1], 1]), gaps]), 1]);
        var gradient = (Lower(op, wide, settings) ?? run(op, wide, settings))[0];
        int all = (1 << rates.Length + 2) - 1;
        var zeros = Tensor.From(new int[rates.Length + 2]);
        return [Run("StridedSlice", [gradient, zeros, zeros, gaps], ("begin_mask", all), ("end_mask", all))];
    }

    // Zeros between the elements of a filter along the axes of the image, one axis after the other: TensorFlow pads few axes at once.
    private Tensor Spread(Tensor filter, long[] rates)
    {
        long[] sizes = filter.Shape.Dims.ToArray();
        var spread = filter;
        for (int i = 0; i < rates.Length; i++)
        {
            long before = Shape.Create(sizes[..i]).ElementCount, after = Shape.Create(sizes[(i + 1)..]).ElementCount, kept = (sizes[i] - 1) * rates[i] + 1;
            spread = Run("Reshape", [spread, Tensor.From([before, sizes[i], 1, after])]);
            spread = Run("Pad", [spread, Tensor.From(new long[] { 0, 0, 0, 0, 0, rates[i] - 1, 0, 0 }, [4, 2])]);
            spread = Run("Reshape", [spread, Tensor.From([before, sizes[i] * rates[i], after])]);
            spread = Run("Slice", [spread, Tensor.From(new long[3]), Tensor.From([before, kept, after])]);
            sizes[i] = kept;
        }
        return Run("Reshape", [spread, Tensor.From(sizes)]);
    }

    // How many groups the channels are in: 1 also where that is not known. Depthwise convolutions have none.
    private static long Groups(OpDef op, Tensor[] inputs)
    {
        if (op.Name.StartsWith("Depthwise", StringComparison.Ordinal)) return 1;
        var image = GivesInput(op) ? ConstantValue.AsShape(inputs[0]) : inputs[0].Shape;
        var filter = GivesFilter(op) ? ConstantValue.AsShape(inputs[1]) : inputs[1].Shape;
        return image.Rank > 3 && filter.Rank > 3 && image[^1] > 0 && filter[^2] > 0 ? image[^1] / filter[^2] : 1;
    }

    private Tensor[] Grouped(OpDef op, Tensor[] inputs, Attrs attrs, long groups)
    {
        // What has channels is split; of sizes, the last (the image's channels, or the filter's outputs) is one group's.
        var parts = Array.ConvertAll(inputs, input => input.Rank == 1
            ? Enumerable.Repeat(Run("FloorDiv", [input, Tensor.From([.. Enumerable.Repeat(1, (int)input.Shape[0] - 1), (int)groups])]), (int)groups).ToArray()
            : Split(input, groups));
        var results = new Tensor[groups];
        for (int i = 0; i < results.Length; i++) results[i] = run(op, Array.ConvertAll(parts, part => part[i]), attrs)[0];
        return [Run("ConcatV2", [.. results, -1])];
    }

    private Tensor[] Split(Tensor tensor, long parts)
    {
        var op = OpDef.Get("Split");
        return run(op, [-1, tensor], new Attrs(op, ("num_split", parts)));
    }

    private Tensor Run(string name, Tensor[] inputs, params ReadOnlySpan<(string, AttrValue)> attrs)
    {
        var op = OpDef.Get(name);
        return run(op, inputs, attrs.IsEmpty ? op.NoAttrs : new Attrs(op, attrs))[0];
    }

    /// <summary>A graph whose ops all have kernels on CPUs; the graph itself if nothing has to change.</summary>
    public static FunctionGraph Lower(FunctionGraph graph)
    {
        bool any = false;
        foreach (var node in graph.Nodes) any |= Concerns(node.Op, node.Attrs);
        return !any ? graph : GraphCopy.Of(graph, static (copy, node, inputs) => new CpuLowering((op, given, attrs) => copy.Graph.Add(op, given, attrs).Outputs).Lower(node.Op, inputs, node.Attrs));
    }
}
