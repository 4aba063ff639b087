using Keratin.Saving.Checkpoints;
using Keratin.Serialization;

namespace Keratin.Layers;

public abstract partial class Layer : ITrackable, ITrackableByOtherNames
{
    IEnumerable<(string Name, object Child)> ITrackable.TrackableChildren => TrackableChildren;

    /// <summary>What checkpoints know of the layer: its weights, and the layers inside, by the names of Keras's attributes.</summary>
    private protected virtual IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            foreach (var weight in OwnWeights) yield return (CheckpointName(weight), weight);
            foreach (var attribute in Attributes) yield return (CheckpointName(attribute.Name), attribute.IsContainer ? Container(attribute) : attribute.Layers[0]);
        }
    }

    /// <summary>The name of an attribute that other files know by the name of a property in front of it.</summary>
    private protected virtual string CheckpointName(string attribute) => attribute;

    private static object Container(TrackedAttribute attribute)
    {
        var layers = new OrderedDictionary<string, object>(attribute.Layers.Count);
        for (int i = 0; i < attribute.Layers.Count; i++) layers[attribute.KeyOf(i)] = attribute.Layers[i];
        return layers;
    }

    IEnumerable<(string Name, object Child)> ITrackableByOtherNames.ChildrenByOtherNames => ChildrenByOtherNames;

    private protected virtual IEnumerable<(string Name, object Child)> ChildrenByOtherNames =>
        OwnWeights.Where(HasPrivateAttribute).Select(weight => (Dialect == Dialect.Keras3 ? weight.Name : $"_{weight.Name}", (object)weight));

    /// <summary>The name of the attribute that refers to a weight.</summary>
    private protected virtual string CheckpointName(Weight weight) => Dialect == Dialect.Keras3 && HasPrivateAttribute(weight) ? $"_{weight.Name}" : weight.Name;

    // Where LoRA may replace a weight, Keras 3 has it in a private attribute behind a property.
    private bool HasPrivateAttribute(Weight weight) =>
        weight.Name is ("kernel" or "embeddings") && ClassName is ("Dense" or "EinsumDense" or "Embedding" or "Conv1D" or "Conv2D" or "Conv3D");
}
