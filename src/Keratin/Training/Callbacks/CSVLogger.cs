using System.Globalization;

namespace Keratin.Training.Callbacks;

/// <summary>Writes the figures of each epoch as a line of a CSV file (<c>keras.callbacks.CSVLogger</c>).</summary>
/// <param name="path">The file.</param>
/// <param name="separator">Between the figures of a line.</param>
/// <param name="append">Whether lines are added to a file that is there.</param>
public sealed class CSVLogger(string path, char separator = ',', bool append = false) : Callback
{
    private StreamWriter? writer;
    private string[]? columns;
    private bool needsHeader;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        needsHeader = !append || !File.Exists(path) || new FileInfo(path).Length == 0;
        writer = new StreamWriter(path, append);
        columns = null;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (columns is null)
        {
            columns = [.. logs.Keys.Order(StringComparer.Ordinal)];
            if (needsHeader) writer!.WriteLine(string.Join(separator, columns.Prepend("epoch")));
        }
        writer!.WriteLine(string.Join(separator, columns.Select(name => logs.TryGetValue(name, out double value) ? value.ToString(CultureInfo.InvariantCulture) : "NA").Prepend(epoch.ToString(CultureInfo.InvariantCulture))));
        writer.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        writer?.Dispose();
        writer = null;
    }
}
