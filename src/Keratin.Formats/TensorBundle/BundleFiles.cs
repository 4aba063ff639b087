namespace Keratin.Formats.TensorBundle;

/// <summary>The files of bundles in a folder.</summary>
public static class BundleFiles
{
    /// <summary>Removes a bundle: the index first, so that at no moment there is an index without its data.</summary>
    public static void Delete(string prefix)
    {
        File.Delete(prefix + TensorBundleConstants.IndexSuffix);
        foreach (string file in Data(prefix).ToArray())
        {
            File.Delete(file);
        }
    }

    /// <summary>The data files, of any number of shards or of the one given.</summary>
    internal static IEnumerable<string> Data(string prefix, int? shards = null)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(prefix))!, name = Path.GetFileName(prefix);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(file => IsData(Path.GetFileName(file.AsSpan()), name, shards))
            : [];
    }

    // name.data-00000-of-00001
    private static bool IsData(ReadOnlySpan<char> file, string name, int? shards)
    {
        const string Middle = ".data-", Of = "-of-";
        if (file.Length != name.Length + Middle.Length + Of.Length + 10 || !file.StartsWith(name, StringComparison.Ordinal) || !file[name.Length..].StartsWith(Middle))
        {
            return false;
        }
        ReadOnlySpan<char> numbers = file[(name.Length + Middle.Length)..];
        return !numbers[..5].ContainsAnyExceptInRange('0', '9') && numbers[5..].StartsWith(Of) && !numbers[^5..].ContainsAnyExceptInRange('0', '9')
            && (shards is null || numbers[^5..].SequenceEqual($"{shards:D5}"));
    }
}
