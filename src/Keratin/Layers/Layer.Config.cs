using Keratin.Serialization;

namespace Keratin.Layers;

public abstract partial class Layer
{
    /// <summary>Whether the class's config always has the activity regularizer; else Keras 3 writes it where there is one.</summary>
    private protected virtual bool ListsActivityRegularizer => false;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        WriteProperties(writer);
        if (writer.Dialect != Dialect.Keras3 || ListsActivityRegularizer || ActivityRegularizer is not { } regularizer) return;
        writer.Key("activity_regularizer");
        writer.Object(regularizer);
    }

    /// <summary>Whether Keras 3 builds the layer when it is first called, so that files tell the shapes; some layers are complete from the start.</summary>
    private protected virtual bool HasBuildStep => true;

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
