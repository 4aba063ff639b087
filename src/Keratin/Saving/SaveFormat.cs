namespace Keratin.Saving;

/// <summary>The file formats of whole models.</summary>
public enum SaveFormat
{
    /// <summary>Keras's own archive, <c>.keras</c>.</summary>
    Keras,

    /// <summary>One HDF5 file, <c>.h5</c> or <c>.hdf5</c>.</summary>
    Hdf5,
}

/// <summary>The layouts of files that hold weights alone.</summary>
public enum WeightsFormat
{
    /// <summary>HDF5 as in <c>.weights.h5</c>: Keras 3, and Keras 2 from 2.12 on.</summary>
    Hdf5,

    /// <summary>HDF5 as in Keras 2's <c>.h5</c> weights files, layer by layer.</summary>
    LegacyHdf5,
}
