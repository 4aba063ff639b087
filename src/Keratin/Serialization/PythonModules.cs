namespace Keratin.Serialization;

/// <summary>What a Python module's name in a config says. It is only ever compared, never imported.</summary>
internal static class PythonModules
{
    private static readonly string[] s_roots =
    [
        "keras", "tf_keras", "keras_core", "tensorflow.keras", "tensorflow.python.keras", "tensorflow.compat.v2.keras", "tf.keras",
    ];

    /// <summary>Whether the module is one of Keras's, in any of the packages Keras has lived in.</summary>
    public static bool IsKeras(ReadOnlySpan<char> module)
    {
        foreach (string root in s_roots)
        {
            if (module.StartsWith(root) && (module.Length == root.Length || module[root.Length] == '.'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one part of the module's name is the family of a class (<c>keras.src.losses.losses</c>: <c>losses</c>).</summary>
    public static bool AreRelated(ReadOnlySpan<char> module, string? classModule)
    {
        var family = classModule.AsSpan();
        family = family[(family.LastIndexOf('.') + 1)..];
        foreach (var part in module.Split('.'))
        {
            if (module[part].SequenceEqual(family))
            {
                return true;
            }
        }

        return false;
    }
}
