using System.Globalization;
using System.Text;
using Keratin.Layers;

namespace Keratin.Models;

/// <summary>Draws the table of a model's layers.</summary>
internal static class ModelSummary
{
    private static readonly int[] MinimumWidths = [31, 22, 13];

    public static string Write(Model model)
    {
        var rows = new List<string[]>();
        foreach (var layer in model.Layers)
            rows.Add([$"{layer.Name} ({layer.ClassName})", OutputShape(layer), layer.IsBuilt ? layer.CountParameters().ToString("N0", CultureInfo.InvariantCulture) : "0 (unbuilt)"]);
        string[] header = ["Layer (type)", "Output Shape", "Param #"];
        var widths = new int[3];
        for (int i = 0; i < 3; i++) widths[i] = Math.Max(MinimumWidths[i], rows.Append(header).Max(row => row[i].Length));

        var text = new StringBuilder($"Model: \"{model.Name}\"\n");
        Rule(text, widths, "┏━┳┓");
        Row(text, widths, header, '┃');
        Rule(text, widths, rows.Count > 0 ? "┡━╇┩" : "┗━┻┛");
        for (int i = 0; i < rows.Count; i++)
        {
            Row(text, widths, rows[i], '│');
            Rule(text, widths, i + 1 < rows.Count ? "├─┼┤" : "└─┴┘");
        }
        Totals(text, model);
        return text.ToString();
    }

    private static void Totals(StringBuilder text, Model model)
    {
        var trainable = Count(model.TrainableWeights);
        var others = Count(model.NonTrainableWeights);
        var optimizer = model.Optimizer is { IsBuilt: true } built ? Count(built.Variables) : default;
        text.Append($" Total params: {Amount((trainable.Count + others.Count + optimizer.Count, trainable.Bytes + others.Bytes + optimizer.Bytes))}\n");
        text.Append($" Trainable params: {Amount(trainable)}\n");
        text.Append($" Non-trainable params: {Amount(others)}\n");
        if (optimizer.Count > 0) text.Append($" Optimizer params: {Amount(optimizer)}\n");
    }

    private static string OutputShape(Layer layer)
    {
        if (layer.InboundNodes.Count == 0) return "?";
        var outputs = layer.InboundNodes[0].Outputs;
        return outputs.IsSingle ? outputs[0].Shape.ToString() : $"[{string.Join(", ", outputs.Select(static output => output.Shape))}]";
    }

    private static (long Count, long Bytes) Count(IReadOnlyList<Variable> variables)
    {
        long count = 0, bytes = 0;
        foreach (var variable in variables)
        {
            count += variable.Shape.ElementCount;
            bytes += variable.Shape.ElementCount * variable.DType.Size();
        }
        return (count, bytes);
    }

    private static string Amount((long Count, long Bytes) amount)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        double size = amount.Bytes;
        int unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++) size /= 1024;
        return FormattableString.Invariant($"{amount.Count:N0} ({size:0.00} {units[unit]})");
    }

    private static void Row(StringBuilder text, int[] widths, string[] cells, char edge)
    {
        for (int i = 0; i < cells.Length; i++)
            text.Append(edge).Append(' ').Append(i == cells.Length - 1 ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append(' ');
        text.Append(edge).Append('\n');
    }

    // Four characters: left corner, line, crossing, right corner.
    private static void Rule(StringBuilder text, int[] widths, string characters)
    {
        for (int i = 0; i < widths.Length; i++) text.Append(characters[i == 0 ? 0 : 2]).Append(characters[1], widths[i] + 2);
        text.Append(characters[3]).Append('\n');
    }
}
