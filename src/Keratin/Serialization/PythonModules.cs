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

    /// <summary>
    /// How near a class is to a module: the place of the class's family among the parts of the module's name
    /// (<c>losses</c> is the third of <c>keras.src.losses.losses</c>), 0 when it isn't there.
    /// </summary>
    public static int Nearness(ReadOnlySpan<char> module, string? classModule)
    {
        var family = classModule.AsSpan();
        family = family[(family.LastIndexOf('.') + 1)..];
        int place = 0;
        foreach (var part in module.Split('.'))
        {
            place++;
            if (module[part].SequenceEqual(family))
            {
                return place;
            }
        }

        return 0;
    }
}
