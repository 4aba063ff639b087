using Keratin.Engines;
using Keratin.Formats;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Saving;

/// <summary>Makes a model out of the JSON that a file holds; whatever is wrong with it is told with the file and the place.</summary>
internal static class ModelConfig
{
    public static Model Read(ReadOnlyMemory<byte> json, string file, string place, string? version, LoadOptions options) =>
        Guard(file, place, () => KerasSerializer.Deserialize<Model>(json, new ConfigReadOptions { KerasVersion = version, CustomObjects = options.CustomObjects, SafeMode = options.SafeMode }));

    /// <summary>Runs what a file's content decides on, and turns its errors into errors of the file.</summary>
    public static T Guard<T>(string file, string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (KerasConfigException wrong)
        {
            throw new ModelFormatException(file, wrong.Path.Length == 0 ? place : $"{place}: {wrong.Path}", wrong.Received, wrong.Expected, wrong, $"{wrong.Received}. {wrong.Expected}");
        }
        catch (Exception wrong) when (wrong is ArgumentException or OpException or OverflowException or InvalidOperationException)
        {
            throw new ModelFormatException(file, place, "a model that can't be built", wrong.Message, wrong);
        }
    }
}
