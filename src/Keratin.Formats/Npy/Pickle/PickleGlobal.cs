namespace Keratin.Formats.Npy.Pickle;

/// <summary>What a pickle may name. Nothing is looked up by these names and nothing is called: they only tell what data means.</summary>
internal enum PickleGlobal
{
    Reconstruct,
    Array,
    DType,
    Scalar,
    BFloat16,
    KerasVariable,
    Partial,
    TensorFlowVariable,
    TensorFlowDType,
}

internal static class PickleGlobals
{
    /// <summary>All names that occur in arrays that NumPy pickles, and in the variables that Keras 3 puts in their place.</summary>
    public static PickleGlobal? Find(string module, string name) => (module, name) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => PickleGlobal.Reconstruct,
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => PickleGlobal.Scalar,
        ("numpy", "ndarray") => PickleGlobal.Array,
        ("numpy", "dtype") => PickleGlobal.DType,
        ("ml_dtypes", "bfloat16") => PickleGlobal.BFloat16,
        ("keras.src.backend", "Variable") => PickleGlobal.KerasVariable,
        ("functools", "partial") => PickleGlobal.Partial,
        ("tensorflow.python.ops.resource_variable_ops", "ResourceVariable") => PickleGlobal.TensorFlowVariable,
        ("tensorflow.python.framework.dtypes", "as_dtype") => PickleGlobal.TensorFlowDType,
        _ => null,
    };
}

/// <summary>A call that a pickle asks for, kept as what it is: data.</summary>
/// <param name="callable">A <see cref="PickleGlobal"/>, or another call.</param>
/// <param name="arguments">What it would be called with.</param>
internal sealed class PickleCall(object callable, object?[] arguments)
{
    public object Callable => callable;

    public object?[] Arguments => arguments;

    /// <summary>What the object that it would make is then given (<c>__setstate__</c>).</summary>
    public object? State { get; set; }
}
