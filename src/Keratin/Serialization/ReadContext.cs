using System.Text;

namespace Keratin.Serialization;

/// <summary>What all readers of one deserialization share: the dialect, safe mode, shared objects, and the path for errors.</summary>
internal sealed class ReadContext(Dialect dialect, bool safeMode)
{
    /// <summary>Objects within objects; Python itself gives up at about this depth.</summary>
    public const int MaxDepth = 400;

    private (string? Name, int Index)[] _path = new (string?, int)[16];
    private int _length;
    private Dictionary<long, KerasObject>? _shared;

    public Dialect Dialect { get; } = dialect;

    public bool SafeMode { get; } = safeMode;

    public Dictionary<long, KerasObject> Shared => _shared ??= [];

    public string Path
    {
        get
        {
            var text = new StringBuilder();
            for (int i = 0; i < _length; i++)
            {
                if (_path[i].Name is not { } name)
                {
                    text.Append('[').Append(_path[i].Index).Append(']');
                }
                else
                {
                    text.Append(text.Length == 0 ? "" : ".").Append(name);
                }
            }

            return text.ToString();
        }
    }

    /// <summary>What is read from here on lies at <paramref name="name"/>, <paramref name="depth"/> levels down.</summary>
    public void Enter(int depth, string? name, int index = 0)
    {
        if (depth >= _path.Length)
        {
            if (depth >= MaxDepth)
            {
                throw new KerasConfigException(Path, $"objects are nested more than {MaxDepth} levels deep", "Nest fewer models or wrappers, or the file is hostile.");
            }

            Array.Resize(ref _path, _path.Length * 2);
        }

        _path[depth] = (name, index);
        _length = depth + 1;
    }

    /// <summary>Goes back up to <paramref name="depth"/> levels.</summary>
    public void Leave(int depth) => _length = depth;
}
