namespace Keratin.Formats;

/// <summary>
/// A file is not what its format says it must be: damaged, cut off, hostile, or using a part of the format
/// that Keratin does not read. Readers let out no other exception for bad content; errors of the operating
/// system (a missing file, no permission) pass through as they are.
/// </summary>
public class ModelFormatException : Exception
{
    /// <summary>States what is wrong with a file.</summary>
    /// <param name="file">The file's path, or a name for where its bytes came from.</param>
    /// <param name="place">Where in the file: an object's path, an entry's name, a byte offset.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What must be there instead, or what to do next.</param>
    /// <param name="innerException">The cause, where another exception told of it.</param>
    /// <param name="message">What is told behind file and place; "found …; expected …" if not given.</param>
    public ModelFormatException(
        string file, string place, string found, string expected, Exception? innerException = null, string? message = null)
        : base($"{file}: {(place.Length == 0 ? "" : $"{place}: ")}{message ?? $"found {found}; expected {expected}."}", innerException)
    {
        File = file;
        Place = place;
        Found = found;
        Expected = expected;
    }

    /// <summary>The file's path, or a name for where its bytes came from.</summary>
    public string File { get; }

    /// <summary>Where in the file: an object's path, an entry's name, a byte offset.</summary>
    public string Place { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What must be there instead, or what to do next.</summary>
    public string Expected { get; }
}
