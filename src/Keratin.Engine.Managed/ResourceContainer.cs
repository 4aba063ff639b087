namespace Keratin.Engines.Managed;

/// <summary>
/// Resources that ops make by name (VarHandleOp, HashTableV2 …), so that a second op with the same shared name finds the same one.
/// A run of a graph that makes resources has a container of its own while <see cref="Enter"/>'s result is not disposed.
/// </summary>
internal sealed class ResourceContainer
{
    [ThreadStatic] private static ResourceContainer? current;

    private readonly Dictionary<(string Container, string Name), Resource> resources = [];

    /// <summary>The container of the run on this thread; outside of runs, one for the process.</summary>
    public static ResourceContainer Current => current ?? Process;

    private static ResourceContainer Process { get; } = new();

    /// <summary>Makes this the container of the thread until the result is disposed.</summary>
    public Scope Enter() => new(this);

    /// <summary>The resource of that name, made when first asked for. Without a name there is a new one each time.</summary>
    /// <exception cref="InvalidOperationException">The name stands for something of another kind.</exception>
    public T Find<T>(string container, string name, Func<T> make) where T : Resource
    {
        if (name.Length == 0) return make();
        lock (resources)
        {
            if (!resources.TryGetValue((container, name), out var found)) resources.Add((container, name), found = make());
            return found as T ?? throw new InvalidOperationException($"'{name}' is the name of a {found.GetType().Name}, not of a {typeof(T).Name}.");
        }
    }

    /// <summary>Forgets a resource; false if it is not here.</summary>
    public bool Remove(Resource resource)
    {
        lock (resources)
        {
            foreach (var (key, value) in resources)
                if (ReferenceEquals(value, resource)) return resources.Remove(key);
            return false;
        }
    }

    /// <summary>Restores what was current before.</summary>
    public readonly ref struct Scope
    {
        private readonly ResourceContainer? previous;

        internal Scope(ResourceContainer container) => (previous, current) = (current, container);

        /// <summary>Leaves the container.</summary>
        public void Dispose() => current = previous;
    }
}
