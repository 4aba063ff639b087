using Keratin.Formats.Storage;
using Keratin.Formats.Zip;

namespace Keratin.Formats.KerasArchive;

/// <summary>Files by name: those of a zip file, or of a folder.</summary>
internal interface IEntries : IDisposable
{
    /// <summary>What errors call the whole.</summary>
    string FileName { get; }

    /// <summary>The names, with <c>/</c> between folders.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>An entry's bytes, as long as this is open; null where there is none of that name.</summary>
    ByteSource? Find(string name);
}

internal sealed class ZipEntries : IEntries
{
    private readonly ByteSource _source;
    private readonly ZipReader _zip;

    public ZipEntries(ByteSource source)
    {
        _source = source;
        try
        {
            _zip = new ZipReader(source, ZipLimits.Default);
        }
        catch
        {
            source.Dispose();
            throw;
        }
        Names = [.. _zip.Entries.Where(static entry => !entry.IsFolder).Select(static entry => entry.Name)];
    }

    public string FileName => _source.Name;

    public IReadOnlyList<string> Names { get; }

    public ByteSource? Find(string name) => _zip.TryFind(name, out ZipEntry entry) ? _zip.Open(entry) : null;

    public void Dispose() => _source.Dispose();
}
