using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Saving;
using Keratin.Saving.Checkpoints;
using Keratin.Saving.Hdf5;
using Keratin.Saving.KerasArchive;
using Keratin.Serialization;
using Keratin.Training;

namespace Keratin.Models;

public abstract partial class Model
{
    /// <summary>Saves architecture, weights, compilation and optimizer state; the file's name decides on the format (<c>model.save</c>). A crash leaves the old or the new file whole.</summary>
    /// <param name="path">Ends in <c>.keras</c> or <c>.h5</c>; any other name with <see cref="SaveOptions.Zipped"/> = false, for a folder.</param>
    /// <param name="options">Dialect, optimizer state, overwriting.</param>
    /// <exception cref="ArgumentException">The ending is that of no format.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path, SaveOptions? options = null) => ModelFiles.Save(this, path, options is { Zipped: false } ? SaveFormat.Keras : ModelFiles.FormatOf(path), options ?? new SaveOptions());

    /// <summary>Saves to a stream, which need not be seekable.</summary>
    public void Save(Stream stream, SaveFormat format, SaveOptions? options = null) => ModelFiles.Save(this, stream, format, options ?? new SaveOptions());

    /// <summary>Loads a whole model (<c>keras.models.load_model</c>); the content decides on the format.</summary>
    /// <param name="path">A <c>.keras</c> or <c>.h5</c> file of Keras 2 or Keras 3, or a folder with what a <c>.keras</c> file holds.</param>
    /// <param name="options">Custom objects, compilation, safety.</param>
    /// <exception cref="ModelFormatException">The file is damaged, of no known format, or names a class that is unknown.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Model Load(string path, LoadOptions? options = null) => ModelFiles.Load(path, options ?? new LoadOptions());

    /// <summary>Loads a whole model from memory.</summary>
    public static Model Load(ReadOnlyMemory<byte> bytes, LoadOptions? options = null) => ModelFiles.Load(bytes, "bytes", options ?? new LoadOptions());

    /// <summary>Loads a whole model from a stream, which need not be seekable.</summary>
    public static Model Load(Stream stream, LoadOptions? options = null)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return ModelFiles.Load(memory.GetBuffer().AsMemory(0, (int)memory.Length), "stream", options ?? new LoadOptions());
    }

    /// <summary>
    /// Saves the weights alone: <c>.weights.h5</c> in the layout of Keras 3 and Keras 2.12 and later, <c>.weights.json</c> in shards beside it
    /// (Keras 3), any other <c>.h5</c> in Keras 2's old layout. A name without such an ending is the prefix of a TensorFlow checkpoint, with the
    /// names that Keras 2 gives, or Keras 3's objects under <c>tf.train.Checkpoint</c>.
    /// </summary>
    public void SaveWeights(string path, SaveOptions? options = null) => WeightsFile.Save(this, path, options ?? new SaveOptions());

    /// <summary>Saves the weights alone to a stream, which need not be seekable.</summary>
    public void SaveWeights(Stream stream, WeightsFormat format = WeightsFormat.Hdf5, SaveOptions? options = null) => WeightsFile.Write(this, format, options ?? new SaveOptions()).Save(stream);

    /// <summary>Loads weights; the content decides on the layout.</summary>
    /// <param name="path">
    /// A weights file, the <c>.weights.json</c> of sharded weights, or a whole model's <c>.h5</c> file; the prefix of a TensorFlow checkpoint, or a
    /// folder, for its newest one. A checkpoint may hold more or less than the model, as in Keras, if anything matches; the report tells.
    /// </param>
    /// <param name="byName">Whether layers are found by name rather than by order (Keras 2's old layout only).</param>
    /// <param name="options">Whether mismatches are skipped, and where the report goes.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or does not fit the model.</exception>
    public LoadReport LoadWeights(string path, bool byName = false, LoadOptions? options = null)
    {
        if (WeightsCheckpoint.Is(path)) return WeightsCheckpoint.Load(this, path, byName, options ?? new LoadOptions());
        RequireWeights();
        return WeightsFile.Load(this, path, byName, options ?? new LoadOptions());
    }

    /// <summary>Loads weights from memory.</summary>
    public LoadReport LoadWeights(ReadOnlyMemory<byte> bytes, bool byName = false, LoadOptions? options = null)
    {
        RequireWeights();
        using var file = Hdf5File.Open(bytes);
        return WeightsFile.Read(this, file, "bytes", byName, options ?? new LoadOptions());
    }

    /// <summary>Loads weights from a stream, which need not be seekable.</summary>
    public LoadReport LoadWeights(Stream stream, bool byName = false, LoadOptions? options = null)
    {
        RequireWeights();
        using var file = Hdf5File.Open(stream);
        return WeightsFile.Read(this, file, "stream", byName, options ?? new LoadOptions());
    }

    /// <summary>The architecture as JSON (<c>model.to_json</c>).</summary>
    public string ToJson(Dialect? dialect = null) => ModelJson.Write(this, dialect ?? Dialect);

    /// <summary>A model from its architecture as JSON (<c>model_from_json</c>), in either dialect; weights are new.</summary>
    /// <exception cref="ModelFormatException">The JSON is wrong, or names a class that is unknown.</exception>
    public static Model FromJson(string json, LoadOptions? options = null) =>
        ModelConfig.Read(System.Text.Encoding.UTF8.GetBytes(json), "json", "", version: null, options ?? new LoadOptions());

    /// <inheritdoc/>
    public override bool WriteCompileConfig(ConfigWriter writer)
    {
        // Keras 3 says nothing about a model that is not compiled, but says that.
        if (Compiled is null) return writer.Dialect == Dialect.Keras3;
        CompileConfig.Write(writer, Compiled, isHdf5: false);
        return true;
    }

    /// <inheritdoc/>
    public override void ReadCompileConfig(ConfigReader config)
    {
        var arguments = CompileConfig.Read(config);
        if (arguments.Optimizer is not null || arguments.Loss is not null) Compile(arguments);
    }

    /// <inheritdoc/>
    public override bool WriteBuildConfig(ConfigWriter writer)
    {
        // Keras 3 builds a Functional model out of its layers, not for a shape.
        bool isMadeOfLayers = writer.Dialect == Dialect.Keras3 && this is Functional and not Sequential;
        if (!isMadeOfLayers && BuildShapes.Count != 1) return false;
        writer.Key("input_shape");
        writer.Value(isMadeOfLayers ? Shape.Unknown : BuildShapes[0]);
        return true;
    }

    /// <inheritdoc/>
    public override void ReadBuildConfig(ConfigReader config)
    {
        // Networks were built when their layers were connected.
        if (this is Functional { IsConnected: true } || !config.TryGet("input_shape", out var shape) || shape.IsNull) return;
        if (shape.IsList) EnsureBuilt(shape.AsShape());
    }

    internal void ForgetCompilation()
    {
        Compiled = null;
        (compiledLoss, compiledMetrics, trainStep, testStep) = (null, null, null, null);
    }

    private void RequireWeights()
    {
        if (!IsBuilt) throw new InvalidOperationException($"The weights of model '{Name}' don't exist yet: build it, or call it on data once, before loading weights.");
    }
}
