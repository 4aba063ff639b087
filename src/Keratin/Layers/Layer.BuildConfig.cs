using Keratin.Serialization;

namespace Keratin.Layers;

public abstract partial class Layer
{
    /// <summary>Whether Keras 3's class has a build step of its own, so that files tell the shapes it was built for.</summary>
    private protected virtual bool HasBuildStep => OwnWeights.Count > 0 || Sublayers.Any();

    /// <inheritdoc/>
    public override bool WriteBuildConfig(ConfigWriter writer)
    {
        if (!IsBuilt || this is Input || BuildShapes.Count == 0 || (writer.Dialect == Dialect.Keras3 && !HasBuildStep)) return false;
        writer.Key("input_shape");
        if (BuildShapes.Count == 1) writer.Value(BuildShapes[0]);
        else
        {
            writer.BeginList();
            foreach (var shape in BuildShapes) writer.Value(shape);
            writer.EndList();
        }
        return true;
    }
}
