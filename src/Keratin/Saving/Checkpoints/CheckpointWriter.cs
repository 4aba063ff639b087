using Keratin.Formats.TensorBundle;
using Keratin.Optimizers;

namespace Keratin.Saving.Checkpoints;

/// <summary>Turns objects into a bundle: their values under the keys that TensorFlow gives them, and the graph of the objects.</summary>
internal static class CheckpointWriter
{
    private const string AttributesInfix = "/.ATTRIBUTES/", SlotInfix = "/.OPTIMIZER_SLOT/";

    public static TensorBundleWriter Write(TrackableWalk walk)
    {
        var bundle = new TensorBundleWriter();
        var graph = new ObjectGraph();
        var objects = walk.Objects().ToList();
        var ids = new Dictionary<object, int>(objects.Count, ReferenceEqualityComparer.Instance);
        for (int i = 0; i < objects.Count; i++) ids[objects[i].Node] = i;
        foreach (var (node, path, children) in objects)
        {
            var written = new ObjectNode();
            foreach (var (name, child) in children) written.Children.Add((name, ids[child]));
            AddState(bundle, written, node, path);
            graph.Add(written);
        }
        AddSlots(bundle, graph, objects.ConvertAll(static entry => (entry.Node, entry.Path)), ids);
        MarkValues(graph);
        bundle.AddStrings(ObjectGraph.Key, [], [graph.ToBytes()]);
        return bundle;
    }

    private static void AddState(TensorBundleWriter bundle, ObjectNode written, object node, string path)
    {
        if (TrackableState.Attribute(node) is not { } attribute) return;
        string key = path + AttributesInfix + attribute;
        written.Attributes.Add(new(attribute, TrackableWalk.FullName(node), key));
        var (tensors, suffixes) = (TrackableState.Save(node), TrackableState.Suffixes(attribute));
        for (int i = 0; i < tensors.Length; i++) BundleTensors.Write(bundle, key + suffixes[i], tensors[i]);
    }

    // What optimizers keep for variables is known by the variable and the optimizer, not by a way from the root.
    private static void AddSlots(TensorBundleWriter bundle, ObjectGraph graph, List<(object Node, string Path)> objects, Dictionary<object, int> ids)
    {
        for (int i = 0; i < objects.Count; i++)
        {
            if (objects[i].Node is not Optimizer optimizer) continue;
            foreach (var (variable, name, slot) in optimizer.CheckpointSlots)
            {
                if (!ids.TryGetValue(variable, out int id)) continue;
                var written = new ObjectNode();
                AddState(bundle, written, slot, objects[id].Path + SlotInfix + objects[i].Path + "/" + ObjectGraph.Escape(name));
                graph.Nodes[i].Slots.Add(new(id, name, graph.Add(written)));
            }
        }
    }

    private static void MarkValues(ObjectGraph graph)
    {
        var parents = new List<int>[graph.Nodes.Count];
        for (int i = 0; i < parents.Length; i++)
            foreach (var (_, child) in graph.Nodes[i].Children) (parents[child] ??= []).Add(i);
        var toMark = new Queue<int>();
        for (int i = 0; i < parents.Length; i++)
            if (graph.Nodes[i].Attributes.Count + graph.Nodes[i].Slots.Count > 0) toMark.Enqueue(i);
        while (toMark.TryDequeue(out int id))
        {
            if (graph.Nodes[id].HasValues) continue;
            graph.Nodes[id].HasValues = true;
            foreach (int parent in parents[id] ?? []) toMark.Enqueue(parent);
        }
    }
}
