using System.Text;

namespace Keratin.Formats.Hdf5.Writing;

/// <summary>
/// Lays out a group as h5py's default has it: a version-1 B-tree, symbol table nodes and a local heap, for any number of
/// children. Chapters III.A.1, III.B, III.C, III.D.
/// </summary>
internal sealed class SymbolTablePlan
{
    /// <summary>The superblock states half of these: 4 and 16.</summary>
    private const int NodeEntries = 8;
    private const int TreeEntries = 32;
    private const int NodeSize = 8 + NodeEntries * 40;
    private const int TreeSize = 24 + TreeEntries * 16 + 8;
    private const int HeapHead = 32;

    private readonly Hdf5ObjectWriter[] _children;
    private readonly int[] _nameAt;
    private readonly int _heapSize;

    /// <summary>How many B-tree nodes there are on each level, from the leaves to the root.</summary>
    private readonly List<int> _levels = [];
    private readonly int _nodes;

    public SymbolTablePlan(IReadOnlyCollection<Hdf5ObjectWriter> children)
    {
        _children = [.. children];
        Array.Sort(_children, (x, y) => CompareUtf8(x.Name, y.Name));
        _nameAt = new int[_children.Length];
        // The heap starts with an empty name, the B-tree's first key.
        _heapSize = 8;
        for (int i = 0; i < _children.Length; i++)
        {
            _nameAt[i] = _heapSize;
            _heapSize = checked(_heapSize + MetadataWriter.Padded(Encoding.UTF8.GetByteCount(_children[i].Name) + 1));
        }
        _nodes = (_children.Length + NodeEntries - 1) / NodeEntries;
        int count = _nodes;
        do
        {
            count = Math.Max(1, (count + TreeEntries - 1) / TreeEntries);
            _levels.Add(count);
        }
        while (count > 1);
    }

    public IReadOnlyList<Hdf5ObjectWriter> Children => _children;

    /// <summary>The address of the B-tree's root.</summary>
    public long TreeAt { get; private set; }

    public long HeapAt { get; private set; }

    /// <summary>Order: B-tree from the root down, local heap, symbol table nodes.</summary>
    /// <returns>The address behind it all.</returns>
    public long Place(long address)
    {
        TreeAt = address;
        foreach (int count in _levels)
        {
            address += (long)count * TreeSize;
        }
        HeapAt = address;
        return address + HeapHead + _heapSize + (long)_nodes * NodeSize;
    }

    public void Write(MetadataWriter output)
    {
        int start = output.Position;
        long nodesAt = HeapAt + HeapHead + _heapSize;
        long levelAt = HeapAt;
        long belowAt = nodesAt;
        int below = _nodes, belowSize = NodeSize, covers = NodeEntries;
        for (int level = 0; level < _levels.Count; level++)
        {
            levelAt -= (long)_levels[level] * TreeSize;
            for (int node = 0; node < _levels[level]; node++)
            {
                output.Position = start + (int)(levelAt - TreeAt) + node * TreeSize;
                WriteTreeNode(output, level, node, levelAt, below, belowAt, belowSize, covers);
            }
            (below, belowAt, belowSize, covers) = (_levels[level], levelAt, TreeSize, covers * TreeEntries);
        }

        output.Position = start + (int)(HeapAt - TreeAt);
        WriteHeap(output);
        for (int node = 0; node < _nodes; node++)
        {
            output.Position = start + (int)(nodesAt - TreeAt) + node * NodeSize;
            WriteSymbols(output, node * NodeEntries);
        }
        output.Position = start + (int)(nodesAt - TreeAt) + _nodes * NodeSize;
    }

    /// <param name="output">Stands where the node is.</param>
    /// <param name="level">0 for a node above symbol table nodes.</param>
    /// <param name="node">Its number on the level.</param>
    /// <param name="levelAt">The address of the level's first node.</param>
    /// <param name="below">How many nodes there are on the level below.</param>
    /// <param name="belowAt">The address of the first of them.</param>
    /// <param name="belowSize">The size of each.</param>
    /// <param name="covers">How many names one of them covers when full.</param>
    private void WriteTreeNode(
        MetadataWriter output, int level, int node, long levelAt, int below, long belowAt, int belowSize, int covers)
    {
        int first = node * TreeEntries;
        int count = Math.Min(TreeEntries, below - first);
        output.Bytes("TREE"u8);
        output.U8(0);
        output.U8(level);
        output.U16(count);
        output.U64(node == 0 ? -1 : levelAt + (long)(node - 1) * TreeSize);
        output.U64(node == _levels[level] - 1 ? -1 : levelAt + (long)(node + 1) * TreeSize);
        // A key is the last name that the child before it covers.
        output.U64(first == 0 ? 0 : _nameAt[first * covers - 1]);
        for (int child = first; child < first + count; child++)
        {
            output.U64(belowAt + (long)child * belowSize);
            output.U64(_nameAt[Math.Min((child + 1) * covers, _children.Length) - 1]);
        }
    }

    private void WriteHeap(MetadataWriter output)
    {
        const int noFreeSpace = 1;
        output.Bytes("HEAP"u8);
        output.U32(0);
        output.U64(_heapSize);
        output.U64(noFreeSpace);
        output.U64(HeapAt + HeapHead);
        int start = output.Position;
        for (int i = 0; i < _children.Length; i++)
        {
            output.Position = start + _nameAt[i];
            output.Text(_children[i].Name);
        }
    }

    private void WriteSymbols(MetadataWriter output, int first)
    {
        int count = Math.Min(NodeEntries, _children.Length - first);
        output.Bytes("SNOD"u8);
        output.U8(1);
        output.U8(0);
        output.U16(count);
        for (int i = first; i < first + count; i++)
        {
            WriteEntry(output, _nameAt[i], _children[i]);
        }
    }

    /// <summary>A symbol table entry; that of a group repeats where its own table is.</summary>
    public static void WriteEntry(MetadataWriter output, int nameAt, Hdf5ObjectWriter target)
    {
        int end = output.Position + 40;
        output.U64(nameAt);
        output.U64(target.HeaderAt);
        if (target is Hdf5GroupWriter group)
        {
            output.U32(1);
            output.U32(0);
            output.U64(group.Symbols.TreeAt);
            output.U64(group.Symbols.HeapAt);
        }
        output.Position = end;
    }

    /// <summary>Orders as the bytes of UTF-8 do; UTF-16 puts characters above U+FFFF before U+E000, UTF-8 behind.</summary>
    private static int CompareUtf8(string x, string y)
    {
        int same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length - y.Length : Rank(x[same]) - Rank(y[same]);

        static int Rank(char c) => c >= 0xE000 ? c - 0x800 : c >= 0xD800 ? c + 0x2000 : c;
    }
}
