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

    /// <summary>Whether the shape that a file tells of is all that the layer needs to be built.</summary>
    private protected virtual bool BuildsFromConfig => CallArgumentNames.Count == 1;

    // What it becomes part of is only known afterwards.
    private bool isBuiltFromConfig;

    private bool HasFixedPath => IsBuilt && !isBuiltFromConfig;

    /// <inheritdoc/>
    public override void ReadBuildConfig(ConfigReader config)
    {
        if (IsBuilt || !BuildsFromConfig || !config.TryGet("input_shape", out var given) || !given.IsList) return;
        try
        {
            isBuiltFromConfig = true;
            EnsureBuilt(Array.Exists(given.AsArray(static item => item.IsList), static isShape => isShape) ? given.AsArray(static shape => shape.AsShape()) : [given.AsShape()]);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KerasConfigException)
        {
            // Calling the layer builds it, too, and can say what is wrong.
        }
    }
}
