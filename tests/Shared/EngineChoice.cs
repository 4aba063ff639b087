using Keratin.Engines;
using Keratin.Engines.Managed;
using Keratin.Engines.TensorFlow;

namespace Keratin.Testing;

/// <summary>The engines that can run tests here, by name.</summary>
internal static class EngineChoice
{
    // There is one for a process. TensorFlow's kernels of oneDNN round otherwise than those that made the vectors.
    private static readonly Lazy<TensorFlowEngine> Shared = new(static () => new(new TensorFlowOptions { LibraryPath = TensorFlowFolder.Path, OneDnn = false, LogLevel = 2 }));

    /// <summary>All engines there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["managed", "tensorflow"];

    /// <summary>Those that can run here.</summary>
    public static IEnumerable<string> Present => TensorFlowFolder.Path is null ? ["managed"] : Names;

    /// <summary>TensorFlow's runtime, started when first asked for.</summary>
    public static TensorFlowEngine TensorFlow => Shared.Value;

    /// <summary>Makes the engine of that name the current one.</summary>
    public static void Use(string name) => Engine.Current = name == "tensorflow" ? TensorFlow : new ManagedEngine();
}
