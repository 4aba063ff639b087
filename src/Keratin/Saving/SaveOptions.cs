namespace Keratin.Saving;

/// <summary>How a model or its weights are written.</summary>
public sealed record SaveOptions
{
    /// <summary>Keras 2's or Keras 3's flavour; the model's own if not given.</summary>
    public Serialization.Dialect? Dialect { get; init; }

    /// <summary>Whether the optimizer's state is written.</summary>
    public bool IncludeOptimizer { get; init; } = true;

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>Whether the data is on the disk, safe from a power cut, before the file takes its name.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>
    /// Whether a <c>.keras</c> model is one file. If not, it is a folder of the same files (<c>zipped=False</c>), which Keras 3 reads; its name
    /// must not end in <c>.keras</c>.
    /// </summary>
    public bool Zipped { get; init; } = true;

    /// <summary>The most bytes of weights in one file of a <c>.weights.json</c> save; 5 GiB if not given (<c>max_shard_size</c>).</summary>
    public long? MaxShardBytes { get; init; }

    internal const long DefaultShardBytes = 5L << 30;
}
