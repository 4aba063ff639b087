using Keratin.Engines;
using Keratin.Engines.Managed;
using Keratin.Engines.TensorFlow;

namespace Keratin.Conformance;

/// <summary>The engines that can run cases here, by name.</summary>
internal static class EngineChoice
{
    // TensorFlow's runtime can't be started anew in a process. Its kernels of oneDNN round otherwise than those that made the vectors.
    private static readonly Lazy<TensorFlowEngine> TensorFlow = new(static () => new(new TensorFlowOptions { LibraryPath = TensorFlowFolder, OneDnn = false, LogLevel = 2 }));

    /// <summary>The folder of TensorFlow's library, or null.</summary>
    public static string? TensorFlowFolder => Testing.TensorFlowFolder.Path;

    /// <summary>All engines there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["managed", "tensorflow"];

    /// <summary>Those that can run here.</summary>
    public static IEnumerable<string> Present => TensorFlowFolder is null ? ["managed"] : Names;

    /// <summary>What to do to have all engines.</summary>
    public const string WhyAbsent = Testing.TensorFlowFolder.WhyAbsent;

    /// <summary>Makes the engine of that name the current one.</summary>
    public static void Use(string name) => Engine.Current = name == "tensorflow" ? TensorFlow.Value : new ManagedEngine();
}
