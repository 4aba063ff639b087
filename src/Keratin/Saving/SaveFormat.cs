namespace Keratin.Saving;

/// <summary>The file formats of whole models.</summary>
public enum SaveFormat
{
    /// <summary>Keras's own archive, <c>.keras</c>.</summary>
    Keras,

    /// <summary>One HDF5 file, <c>.h5</c> or <c>.hdf5</c>.</summary>
    Hdf5,
}

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
}

/// <summary>How a model or its weights are read.</summary>
public sealed record LoadOptions
{
    /// <summary>Classes and functions that the file mentions and Keras doesn't have.</summary>
    public Serialization.CustomObjects? CustomObjects { get; init; }

    /// <summary>Whether what could run code is refused (<c>safe_mode</c>).</summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>Whether the model is compiled as it was when it was saved, and the optimizer's state restored.</summary>
    public bool Compile { get; init; } = true;

    /// <summary>Whether weights that don't fit are passed over (and told in the report) rather than refused.</summary>
    public bool SkipMismatch { get; init; }

    /// <summary>Takes the report of what was loaded.</summary>
    public Action<LoadReport>? Report { get; init; }
}
