using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Saving.Hdf5;

/// <summary>
/// Brings weights that other versions and variants of a layer wrote into the layer's own form: Keras 1, kernels of other backends,
/// and cuDNN's recurrent layers, whose gates are transposed and whose biases come twice.
/// </summary>
internal static class OldWeights
{
    /// <summary>The values for a layer's weights; those given, where nothing has to be changed.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="values">What the file has for it, the trainable ones first.</param>
    /// <param name="isKeras1">Whether Keras 1 wrote them.</param>
    public static IReadOnlyList<EagerTensor> Convert(Layer layer, IReadOnlyList<EagerTensor> values, bool isKeras1)
    {
        switch (layer)
        {
            case Model model: return ConvertModel(model, values, isKeras1);
            case { ClassName: "Bidirectional" }:
                int half = values.Count / 2;
                return [.. Convert(Inner(layer, "forward_layer"), [.. values.Take(half)], isKeras1), .. Convert(Inner(layer, "backward_layer"), [.. values.Skip(half)], isKeras1)];
            case { ClassName: "TimeDistributed" }: return Convert(Inner(layer, "layer"), values, isKeras1);
        }
        if (values.Count == 0 || layer.Weights.Count == 0) return values;
        if (isKeras1) values = FromKeras1(layer, values);
        values = FromOtherBackend(layer, values);
        return layer.ClassName is "LSTM" or "GRU" && values.Count == 3 ? FromCuDnn(layer, values) : values;
    }

    private static Layer Inner(Layer layer, string attribute) => layer.Attributes.First(found => found.Name == attribute).Layers[0];

    // The weights of a model inside come as all trainable ones, then all others.
    private static EagerTensor[] ConvertModel(Model model, IReadOnlyList<EagerTensor> values, bool isKeras1)
    {
        int trainable = 0, other = model.TrainableWeights.Count;
        var (converted, rest) = (new List<EagerTensor>(), new List<EagerTensor>());
        foreach (var layer in model.Layers)
        {
            int count = layer.TrainableWeights.Count, restCount = layer.NonTrainableWeights.Count;
            if (other + restCount > values.Count || trainable + count > values.Count) return [.. values];
            var own = Convert(layer, [.. values.Skip(trainable).Take(count), .. values.Skip(other).Take(restCount)], isKeras1);
            converted.AddRange(own.Take(count));
            rest.AddRange(own.Skip(count));
            (trainable, other) = (trainable + count, other + restCount);
        }
        return [.. converted, .. rest];
    }

    private static IReadOnlyList<EagerTensor> FromKeras1(Layer layer, IReadOnlyList<EagerTensor> values)
    {
        bool channelsFirst = layer is { ClassName: var name } && name.StartsWith("Conv", StringComparison.Ordinal) && layer.GetConfig()["data_format"]?.GetValue<string>() == "channels_first";
        switch (layer.ClassName)
        {
            // (filters, channels, length, 1) or (length, 1, channels, filters) becomes (length, channels, filters).
            case "Conv1D" when values[0].Rank == 4:
                var kernel = values[0].Shape[1] == 1 && values[0].Shape[3] == layer.Weights[0].Shape[2] ? values[0] : Transposed(values[0], 2, 3, 1, 0);
                return WithFirst(values, Ops.Squeeze(kernel, [1]).Value);
            case "Conv2D" when channelsFirst: return WithFirst(values, Transposed(values[0], 2, 3, 1, 0));
            case "Conv2DTranspose": return WithFirst(values, channelsFirst ? Transposed(values[0], 2, 3, 0, 1) : Transposed(values[0], 0, 1, 3, 2));
            case "Conv3D" when channelsFirst: return WithFirst(values, Transposed(values[0], 2, 3, 4, 1, 0));
            case "GRU" when values.Count == 9: return [.. Enumerable.Range(0, 3).Select(i => Joined(values[i], values[i + 3], values[i + 6]))];
            // The gates stood in the order i, c, f, o; they stand as i, f, c, o.
            case "LSTM" or "ConvLSTM2D" when values.Count == 12:
                EagerTensor[] joined = [.. Enumerable.Range(0, 3).Select(i => Joined(values[i], values[i + 6], values[i + 3], values[i + 9]))];
                if (channelsFirst) (joined[0], joined[1]) = (Transposed(joined[0], 2, 3, 1, 0), Transposed(joined[1], 2, 3, 1, 0));
                return joined;
            default: return values;
        }
    }

    // Backends that had the channels first stored (filters, channels, rows, columns).
    private static IReadOnlyList<EagerTensor> FromOtherBackend(Layer layer, IReadOnlyList<EagerTensor> values)
    {
        if (layer.ClassName is not ("Conv2D" or "Conv2DTranspose" or "ConvLSTM2D") || values[0].Rank != 4 || values[0].Shape == layer.Weights[0].Shape) return values;
        EagerTensor[] changed = [.. values];
        for (int i = 0; i < (layer.ClassName == "ConvLSTM2D" ? 2 : 1); i++) changed[i] = Transposed(values[i], 3, 2, 0, 1);
        return changed;
    }

    private static IReadOnlyList<EagerTensor> FromCuDnn(Layer layer, IReadOnlyList<EagerTensor> values)
    {
        int gates = layer.ClassName == "LSTM" ? 4 : 3;
        long units = values[1].Shape[0];
        // Of a GRU only the variant with reset_after, whose bias has two rows, computes as cuDNN does.
        bool isCuDnn = values[2].Rank == 1 && values[2].Shape[0] == 2 * units * gates && (gates == 4 || layer.Weights[2].Shape.Rank == 2);
        if (!isCuDnn) return values;
        var kernel = EachGate(values[0], gates, gate => Ops.Reshape(gate, new[] { gate.Shape[1], gate.Shape[0] }));
        var recurrent = EachGate(values[1], gates, static gate => gate);
        var bias = Ops.Reshape(values[2], new[] { 2, -1 });
        return [kernel, recurrent, (gates == 4 ? Ops.Sum(bias, new[] { 0 }) : bias).Value];
    }

    // Each gate's part of the columns, changed, then transposed.
    private static EagerTensor EachGate(EagerTensor kernel, int gates, Func<Tensor, Tensor> change) =>
        Ops.ConcatV2([.. Ops.Split(1, kernel, gates).Select(gate => Ops.Transpose(change(gate), new[] { 1, 0 }))], 1).Value;

    private static EagerTensor Joined(params EagerTensor[] gates) => Ops.ConcatV2(Array.ConvertAll(gates, static gate => (Tensor)gate), -1).Value;

    private static EagerTensor Transposed(EagerTensor value, params int[] axes) => Ops.Transpose(value, axes).Value;

    private static EagerTensor[] WithFirst(IReadOnlyList<EagerTensor> values, EagerTensor first) => [first, .. values.Skip(1)];
}
