using System.Text;
using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>An object of a checkpoint: what it refers to, and the tensors that hold its state.</summary>
public sealed class CheckpointObject
{
    private readonly List<(string Name, CheckpointObject Object)> children = [];
    private readonly List<(string Variable, string Slot, string Tensor)> slots = [];

    private CheckpointObject(string path, ObjectNode node)
    {
        Path = path;
        Tensors = [.. node.Attributes.SelectMany(static attribute => TrackableState.Suffixes(attribute.Name), static (attribute, suffix) => attribute.Key + suffix)];
        FullName = node.Attributes.Count > 0 ? node.Attributes[0].FullName : "";
    }

    /// <summary>The names on the shortest way to it from the root; empty for the root.</summary>
    public string Path { get; }

    /// <summary>A variable's own name: <c>dense/kernel</c>.</summary>
    public string FullName { get; }

    /// <summary>The names of the tensors that hold its own state.</summary>
    public IReadOnlyList<string> Tensors { get; }

    /// <summary>The objects it refers to. One object may be reached on several ways.</summary>
    public IReadOnlyList<(string Name, CheckpointObject Object)> Children => children;

    /// <summary>Of an optimizer of before Keras 2.11: what it keeps for variables: the variable's path, the slot's name, the tensor.</summary>
    public IReadOnlyList<(string Variable, string Slot, string Tensor)> Slots => slots;

    /// <summary>The object under a name.</summary>
    /// <exception cref="KeyNotFoundException">It refers to none of that name.</exception>
    public CheckpointObject this[string name] => children.Find(child => child.Name == name).Object
        ?? throw new KeyNotFoundException($"'{Path}' has no child '{name}'; it has {string.Join(", ", children.Select(static child => child.Name))}.");

    /// <summary>The tree below this object, a line an object.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var told = new HashSet<CheckpointObject>(ReferenceEqualityComparer.Instance);
        // Deep graphs are no reason to run out of stack.
        var toTell = new Stack<(int Depth, string Name, CheckpointObject Object)>();
        toTell.Push((0, Path.Length == 0 ? "(root)" : Path, this));
        while (toTell.TryPop(out var next))
        {
            var (depth, name, node) = next;
            bool isNew = told.Add(node);
            text.Append(' ', Math.Min(depth, 100) * 2).Append(name);
            if (!isNew) text.Append(" -> ").Append(node.Path.Length == 0 ? "(root)" : node.Path);
            else if (node.Tensors.Count > 0) text.Append(": ").AppendJoin(", ", node.Tensors);
            text.Append('\n');
            if (!isNew) continue;
            foreach (var (variable, slot, tensor) in node.slots) text.Append(' ', (Math.Min(depth, 100) + 1) * 2).Append(slot).Append(" of ").Append(variable).Append(": ").Append(tensor).Append('\n');
            for (int i = node.children.Count - 1; i >= 0; i--) toTell.Push((depth + 1, node.children[i].Name, node.children[i].Object));
        }
        return text.ToString();
    }

    internal static CheckpointObject Tree(ObjectGraph graph)
    {
        string?[] paths = Paths(graph);
        var objects = new CheckpointObject[paths.Length];
        for (int i = 0; i < objects.Length; i++) objects[i] = new CheckpointObject(paths[i] ?? $"(object {i})", graph.Nodes[i]);
        for (int i = 0; i < objects.Length; i++)
        {
            foreach (var (name, id) in graph.Nodes[i].Children) objects[i].children.Add((name, objects[id]));
            foreach (var slot in graph.Nodes[i].Slots) objects[i].slots.Add((objects[slot.Variable].Path, slot.Name, objects[slot.Slot].Tensors.FirstOrDefault() ?? ""));
        }
        return objects[0];
    }

    /// <summary>The shortest way to each object: names joined by slashes; null for what can't be reached.</summary>
    internal static string?[] Paths(ObjectGraph graph)
    {
        var paths = new string?[graph.Nodes.Count];
        var toVisit = new Queue<int>([0]);
        paths[0] = "";
        while (toVisit.TryDequeue(out int at))
            foreach (var (name, id) in graph.Nodes[at].Children)
            {
                if (paths[id] is not null) continue;
                // A hostile chain of long names would take quadratic room.
                paths[id] = at == 0 ? name : paths[at]!.Length > 4096 ? $"…/{name}" : $"{paths[at]}/{name}";
                toVisit.Enqueue(id);
            }
        for (int i = 0; i < paths.Length; i++)
            foreach (var slot in graph.Nodes[i].Slots) paths[slot.Slot] ??= $"{paths[slot.Variable]}'s '{slot.Name}' of {paths[i]}";
        return paths;
    }
}
