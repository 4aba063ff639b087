using Keratin.Engines;
using Keratin.Engines.Managed;

namespace Keratin.Conformance;

/// <summary>The engines that can run cases here, by name.</summary>
internal static class EngineChoice
{
    private static readonly Dictionary<string, Func<IEngine>> Known = new() { ["managed"] = static () => new ManagedEngine() };

    public static IEnumerable<string> Present => Known.Keys;

    /// <summary>Makes the engine of that name the current one.</summary>
    public static void Use(string name) => Engine.Current = Known[name]();
}
