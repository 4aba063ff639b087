using System.Collections.Concurrent;
using Keratin.Engines;

namespace Keratin.Graphs;

/// <summary>What was derived from a function graph: an executable for each engine and set of captures, and the backward function.</summary>
internal sealed class FunctionCache
{
    private readonly ConcurrentDictionary<string, object> derived = new();
    private readonly Lock compileLock = new();
    private readonly List<(IEngine Engine, EagerTensor[] Captures, IExecutable Executable)> executables = [];

    /// <summary>The executable of a graph whose captures have these values; compiled when first asked for.</summary>
    public IExecutable Executable(FunctionGraph graph, IEngine engine, ReadOnlySpan<Tensor> captures)
    {
        lock (compileLock)
        {
            foreach (var (knownEngine, knownCaptures, executable) in executables)
                if (ReferenceEquals(knownEngine, engine) && SameObjects(knownCaptures, captures)) return executable;
            var values = new EagerTensor[captures.Length];
            for (int i = 0; i < values.Length; i++) values[i] = captures[i].Value;
            var compiled = engine.Compile(graph, values);
            executables.Add((engine, values, compiled));
            return compiled;
        }
    }

    /// <summary>Something derived once and kept under a key.</summary>
    public T Derived<T>(string key, Func<T> make) where T : class => (T)derived.GetOrAdd(key, static (_, make) => make(), make);

    /// <summary>What was kept under a key, if anything.</summary>
    public T? Find<T>(string key) where T : class => derived.GetValueOrDefault(key) as T;

    /// <summary>Keeps something under a key.</summary>
    public void Keep(string key, object value) => derived[key] = value;

    private static bool SameObjects(EagerTensor[] known, ReadOnlySpan<Tensor> asked)
    {
        if (known.Length != asked.Length) return false;
        for (int i = 0; i < known.Length; i++)
            if (!ReferenceEquals(known[i], asked[i])) return false;
        return true;
    }
}
