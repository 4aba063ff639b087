using Keratin.Formats.Storage;

namespace Keratin.Formats.KerasArchive;

/// <summary>The files of a folder. Links are refused: they may lead out of it.</summary>
internal sealed class FolderEntries : IEntries
{
    private const int MaxDepth = 16, MaxFiles = 1 << 16;

    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly List<ByteSource> _open = [];

    public FolderEntries(string folder)
    {
        FileName = folder;
        Collect(new DirectoryInfo(folder), "", 0);
        Names = [.. _paths.Keys.Order(StringComparer.Ordinal)];
    }

    public string FileName { get; }

    public IReadOnlyList<string> Names { get; }

    public ByteSource? Find(string name)
    {
        if (!_paths.TryGetValue(name, out string? path))
        {
            return null;
        }
        _open.Add(ByteSource.Open(path));
        return _open[^1];
    }

    public void Dispose() => _open.ForEach(static source => source.Dispose());

    private void Collect(DirectoryInfo folder, string prefix, int depth)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string name = prefix + item.Name;
            if (item.LinkTarget is not null)
            {
                throw new ModelFormatException(FileName, name, "a link", "a file or folder: a link may lead out of the model's folder");
            }
            if (item is DirectoryInfo below)
            {
                if (depth == MaxDepth)
                {
                    throw new ModelFormatException(FileName, name, $"folders nested {MaxDepth} deep", "the folder of one model");
                }
                Collect(below, name + "/", depth + 1);
                continue;
            }
            if (_paths.Count == MaxFiles)
            {
                throw new ModelFormatException(FileName, name, $"more than {MaxFiles:N0} files", "the folder of one model");
            }
            _paths[name] = item.FullName;
        }
    }
}
