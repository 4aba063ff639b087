using System.Runtime.CompilerServices;
using Keratin.Formats;
using Keratin.Formats.TensorBundle;
using Keratin.Optimizers;

namespace Keratin.Saving.Checkpoints;

/// <summary>
/// A restore under way: objects of a checkpoint are matched with objects of the program by the names on the way from the root, and
/// matched values are assigned. What the program doesn't have yet waits with the object that is to have it, and goes on when that object
/// grows: a layer that is built, an optimizer that makes its slots, a child that is set.
/// </summary>
internal sealed class CheckpointRestore
{
    // Objects that grow ask here. They don't keep their restores alive longer than themselves, nor the other way round.
    private static readonly ConditionalWeakTable<object, List<CheckpointRestore>> Waiting = [];
    private static volatile bool anyWaits;

    private readonly Lock gate = new();
    private readonly TensorBundleReader bundle;
    private readonly string prefix;
    private readonly TrackableWalk walk;
    private readonly bool skipMismatch;
    private readonly Dictionary<int, object> bound = [];
    private readonly Dictionary<object, SortedSet<int>> open = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> restored = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(int Id, int OwnerId)> toVisit = [];
    private readonly List<(object Node, BundleTensor Stored)> toRead = [];

    public CheckpointRestore(string prefix, TrackableWalk walk, bool skipMismatch = false)
    {
        (this.prefix, this.walk, this.skipMismatch) = (prefix, walk, skipMismatch);
        bundle = TensorBundleReader.Open(prefix);
        try
        {
            Graph = ObjectGraph.Read(bundle) ?? NameBased();
            int start = StartOf(Graph);
            bound[start] = walk.Root;
            if (IsNameBased) BindByName();
            else Go(start);
        }
        finally
        {
            bundle.ReleaseFiles();
        }
    }

    public ObjectGraph Graph { get; }

    /// <summary>Whether it is a checkpoint of TensorFlow 1, which knows variables by their names alone.</summary>
    public bool IsNameBased { get; private set; }

    /// <summary>Objects of the checkpoint by number, and what they are in the program.</summary>
    public IReadOnlyDictionary<int, object> Bound => bound;

    /// <summary>Values that nothing took: the object has no state, or none of that kind.</summary>
    public HashSet<int> Unused { get; } = [];

    /// <summary>Values that did not fit, with the reasons, where mismatches are skipped.</summary>
    public List<(int Id, string Reason)> Skipped { get; } = [];

    /// <summary>Goes on with all restores that wait for an object: it has something that it didn't have before.</summary>
    public static void Continue(object owner)
    {
        if (!anyWaits || !Waiting.TryGetValue(owner, out var restores)) return;
        CheckpointRestore[] waiting;
        lock (restores) waiting = [.. restores];
        // The newest one comes last, and its values stay.
        foreach (var restore in waiting) restore.GoOn(owner);
    }

    /// <summary>Goes on with whatever waits: for objects that say nothing when they grow.</summary>
    public void GoOnEverywhere()
    {
        object[] owners;
        lock (gate) owners = [.. open.Keys];
        foreach (object owner in owners) GoOn(owner);
    }

    private void GoOn(object owner)
    {
        lock (gate)
        {
            if (!open.Remove(owner, out var ids)) return;
            try
            {
                foreach (int id in ids) Go(id);
            }
            finally
            {
                bundle.ReleaseFiles();
            }
        }
    }

    // Breadth first: of two ways to an object the shorter one counts.
    private void Go(int id)
    {
        toVisit.Enqueue((id, id));
        while (toVisit.TryDequeue(out var next)) Visit(next.Id, next.OwnerId);
        for (int i = 0; i < Graph.Nodes.Count; i++)
            if (Graph.Nodes[i].Slots.Count > 0 && bound.GetValueOrDefault(i) is Optimizer optimizer) BindSlots(i, optimizer);
        ReadValues();
    }

    private void Visit(int id, int ownerId)
    {
        var (node, saved) = (bound[id], Graph.Nodes[id]);
        Take(id, node);
        if (saved.Children.Count == 0) return;
        var children = walk.ChildrenFor(node);
        foreach (var (name, childId) in saved.Children)
        {
            bool isKnown = bound.TryGetValue(childId, out object? known);
            // A list may have grown, and may be another object than the last time.
            if (isKnown && (!TrackableWalk.IsContainer(known!) || ReferenceEquals(node, known))) continue;
            if (!children.TryGetValue(name, out object? child))
            {
                // Lists say nothing when they grow: their owners do.
                if (!isKnown && Graph.Nodes[childId].HasValues) Wait(ownerId);
                continue;
            }
            bound[childId] = child;
            toVisit.Enqueue((childId, TrackableWalk.IsContainer(child) ? ownerId : childId));
        }
    }

    private void Wait(int ownerId)
    {
        object owner = bound[ownerId];
        if (!open.TryGetValue(owner, out var ids))
        {
            open[owner] = ids = [];
            anyWaits = true;
            var restores = Waiting.GetValue(owner, static _ => []);
            lock (restores)
            {
                restores.Remove(this);
                restores.Add(this);
            }
        }
        ids.Add(ownerId);
    }

    private void BindSlots(int id, Optimizer optimizer)
    {
        Dictionary<(Variable, string), Variable>? slots = null;
        foreach (var slot in Graph.Nodes[id].Slots)
        {
            if (bound.ContainsKey(slot.Slot)) continue;
            slots ??= optimizer.CheckpointSlots.ToDictionary(static entry => (entry.Variable, entry.Name), static entry => entry.Slot);
            if (bound.GetValueOrDefault(slot.Variable) is Variable variable && slots.TryGetValue((variable, slot.Name), out var found))
            {
                bound[slot.Slot] = found;
                Take(slot.Slot, found);
            }
            else Wait(id);
        }
    }

    private void Take(int id, object node)
    {
        foreach (var attribute in Graph.Nodes[id].Attributes)
        {
            if (attribute.Name != TrackableState.Attribute(node)) Unused.Add(id);
            else if (restored.Add(node))
            {
                foreach (string suffix in TrackableState.Suffixes(attribute.Name))
                {
                    string key = attribute.Key + suffix;
                    if (!bundle.TryGet(key, out var stored)) throw Bad(key, "no such tensor", "the value of an object that the object graph lists");
                    if (Fits(id, node, stored)) toRead.Add((node, stored));
                }
            }
        }
    }

    private bool Fits(int id, object node, BundleTensor stored)
    {
        if (node is not Variable variable) return true;
        var (dtype, shape) = ((DType)stored.DataType, Shape.Create([.. stored.Shape]));
        if (dtype == variable.DType && variable.Shape.IsCompatibleWith(shape)) return true;
        string found = $"{dtype.Name()} {shape}", expected = $"{variable.DType.Name()} {variable.Shape} for the variable '{TrackableWalk.FullName(variable)}'";
        if (!skipMismatch) throw Bad(stored.Name, found, expected);
        Skipped.Add((id, $"the checkpoint has {found}, not {expected}"));
        return false;
    }

    // All values are read before the first is assigned: a damaged file changes nothing.
    private void ReadValues()
    {
        if (toRead.Count == 0) return;
        try
        {
            var values = BundleTensors.Read(toRead.ConvertAll(static entry => entry.Stored));
            for (int i = 0, count; i < values.Length; i += count)
            {
                var (node, stored) = toRead[i];
                count = TrackableState.Suffixes(TrackableState.Attribute(node)!).Length;
                Restore(node, values.AsSpan(i, count), stored.Name);
            }
        }
        finally
        {
            toRead.Clear();
        }
    }

    private void Restore(object node, ReadOnlySpan<EagerTensor> values, string key)
    {
        try
        {
            TrackableState.Restore(node, values);
        }
        catch (ArgumentException mismatch)
        {
            throw new ModelFormatException(prefix, $"tensor '{key}'", "a value that the object doesn't take", mismatch.Message, mismatch);
        }
    }

    // Weights saved through tf.train.Checkpoint(model=…) are those of a model, too.
    private int StartOf(ObjectGraph graph)
    {
        if (walk.Root is not Models.Model model || IsNameBased) return 0;
        var children = graph.Nodes[0].Children;
        int index = children.FindIndex(static child => child.Name == "model");
        return index >= 0 && !walk.ChildrenOf(model).ContainsKey("model") ? children[index].Id : 0;
    }

    private ObjectGraph NameBased()
    {
        IsNameBased = true;
        var graph = new ObjectGraph();
        var root = new ObjectNode { HasValues = true };
        graph.Add(root);
        foreach (var tensor in bundle.Tensors)
        {
            var node = new ObjectNode { HasValues = true };
            node.Attributes.Add(new(ObjectAttribute.VariableValue, tensor.Name, tensor.Name));
            root.Children.Add((tensor.Name, graph.Add(node)));
        }
        return graph;
    }

    private void BindByName()
    {
        var ids = Graph.Nodes[0].Children.ToDictionary(static child => child.Name, static child => child.Id);
        foreach (var (node, _, _) in walk.Objects())
            if (node is Variable && ids.TryGetValue(TrackableWalk.FullName(node), out int id) && bound.TryAdd(id, node)) Take(id, node);
        ReadValues();
    }

    private ModelFormatException Bad(string key, string found, string expected) => new(prefix, $"tensor '{key}'", found, expected);
}
