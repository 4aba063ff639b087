namespace Keratin.Serialization;

/// <summary>Supplies custom objects to everything that this thread loads until it is disposed (Keras: <c>custom_object_scope</c>).</summary>
public sealed class CustomObjectScope : IDisposable
{
    [ThreadStatic]
    private static CustomObjectScope? t_innermost;

    private readonly CustomObjects _objects;
    private readonly CustomObjectScope? _outer;

    /// <summary>Opens the scope.</summary>
    public CustomObjectScope(CustomObjects objects)
    {
        _objects = objects;
        _outer = t_innermost;
        t_innermost = this;
    }

    /// <summary>Closes the scope.</summary>
    public void Dispose() => t_innermost = _outer;

    /// <summary>Whether this thread has a scope.</summary>
    internal static bool IsOpen => t_innermost is not null;

    /// <summary>What the innermost scope that knows the name supplies.</summary>
    internal static object? Find(string name)
    {
        for (var scope = t_innermost; scope is not null; scope = scope._outer)
        {
            if (scope._objects.Find(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
