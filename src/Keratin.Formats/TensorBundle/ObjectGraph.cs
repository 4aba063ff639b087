using Google.Protobuf;
using Keratin.Formats.Protos;
using Node = Keratin.Formats.Protos.TrackableObjectGraph.Types.TrackableObject;

namespace Keratin.Formats.TensorBundle;

/// <summary>The objects whose state a checkpoint holds, and by which names they refer to each other (<c>TrackableObjectGraph</c>). Node 0 is the root.</summary>
public sealed class ObjectGraph
{
    /// <summary>The key under which a checkpoint keeps its object graph.</summary>
    public const string Key = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private readonly List<ObjectNode> _nodes = [];

    /// <summary>The objects.</summary>
    public IReadOnlyList<ObjectNode> Nodes => _nodes;

    /// <summary>Adds an object and gives its number.</summary>
    public int Add(ObjectNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    /// <summary>The graph of a checkpoint; null if it is a name-based one, which has none.</summary>
    /// <exception cref="ModelFormatException">The graph is broken.</exception>
    public static ObjectGraph? Read(TensorBundleReader bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (!bundle.TryGet(Key, out BundleTensor? tensor))
        {
            return null;
        }
        byte[][] strings = tensor.ReadStrings();
        if (strings.Length != 1)
        {
            throw bundle.Bad($"tensor '{Key}'", $"{strings.Length} strings", "one");
        }
        try
        {
            return Parse(TrackableObjectGraph.Parser.ParseFrom(strings[0]), bundle);
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw bundle.Bad($"tensor '{Key}'", "a broken message", "an object graph", broken);
        }
    }

    /// <summary>The graph as a checkpoint keeps it.</summary>
    public byte[] ToBytes()
    {
        var graph = new TrackableObjectGraph();
        foreach (ObjectNode node in _nodes)
        {
            var message = new Node { HasCheckpointValues = node.HasValues };
            foreach (var (name, id) in node.Children)
            {
                message.Children.Add(new Node.Types.ObjectReference { LocalName = name, NodeId = id });
            }
            foreach (ObjectAttribute attribute in node.Attributes)
            {
                message.Attributes.Add(new Node.Types.SerializedTensor { Name = attribute.Name, FullName = attribute.FullName, CheckpointKey = attribute.Key });
            }
            foreach (SlotReference slot in node.Slots)
            {
                message.SlotVariables.Add(new Node.Types.SlotVariableReference { OriginalVariableNodeId = slot.Variable, SlotName = slot.Name, SlotVariableNodeId = slot.Slot });
            }
            graph.Nodes.Add(message);
        }
        return graph.ToByteArray();
    }

    /// <summary>A name as it stands in keys: <c>.</c> and <c>/</c> have a meaning there.</summary>
    public static string Escape(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace(".", "..", StringComparison.Ordinal).Replace("/", ".S", StringComparison.Ordinal);
    }

    private static ObjectGraph Parse(TrackableObjectGraph message, TensorBundleReader bundle)
    {
        var graph = new ObjectGraph();
        int count = message.Nodes.Count;
        foreach (Node node in message.Nodes)
        {
            var read = new ObjectNode { RegisteredSaver = node.RegisteredSaver?.Name ?? "" };
            foreach (Node.Types.ObjectReference child in node.Children)
            {
                read.Children.Add((child.LocalName, Known(child.NodeId)));
            }
            foreach (Node.Types.SerializedTensor attribute in node.Attributes)
            {
                read.Attributes.Add(new ObjectAttribute(attribute.Name, attribute.FullName, attribute.CheckpointKey));
            }
            foreach (Node.Types.SlotVariableReference slot in node.SlotVariables)
            {
                read.Slots.Add(new SlotReference(Known(slot.OriginalVariableNodeId), slot.SlotName, Known(slot.SlotVariableNodeId)));
            }
            read.HasValues = node.HasCheckpointValues ?? (read.Children.Count + read.Attributes.Count + read.Slots.Count > 0);
            graph.Add(read);
        }
        return count > 0 ? graph : throw bundle.Bad($"tensor '{Key}'", "no objects", "a root at least");

        int Known(int id) => (uint)id < (uint)count ? id : throw bundle.Bad($"tensor '{Key}'", $"a reference to object {id}", $"one of {count}");
    }
}

/// <summary>An object of a checkpoint.</summary>
public sealed class ObjectNode
{
    /// <summary>The objects it refers to: names, and numbers in the graph.</summary>
    public List<(string Name, int Id)> Children { get; } = [];

    /// <summary>The tensors that hold its own state.</summary>
    public List<ObjectAttribute> Attributes { get; } = [];

    /// <summary>Of an optimizer: what it keeps for the variables it trains.</summary>
    public List<SlotReference> Slots { get; } = [];

    /// <summary>The name of the function that saved it, where it has one of its own.</summary>
    public string RegisteredSaver { get; init; } = "";

    /// <summary>Whether it or an object below it has state.</summary>
    public bool HasValues { get; set; }
}

/// <summary>A tensor of an object's state.</summary>
/// <param name="Name">What it is: <c>VARIABLE_VALUE</c>.</param>
/// <param name="FullName">A variable's own name.</param>
/// <param name="Key">The tensor's name in the bundle.</param>
public readonly record struct ObjectAttribute(string Name, string FullName, string Key)
{
    /// <summary>The name of a variable's value.</summary>
    public const string VariableValue = "VARIABLE_VALUE";
}

/// <summary>What an optimizer keeps for a variable.</summary>
/// <param name="Variable">The variable's number in the graph.</param>
/// <param name="Name">The slot: <c>m</c>.</param>
/// <param name="Slot">The number of the variable that holds it.</param>
public readonly record struct SlotReference(int Variable, string Name, int Slot);
