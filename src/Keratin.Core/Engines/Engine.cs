using System.Diagnostics.CodeAnalysis;

using Keratin.Engines;

namespace Keratin;

/// <summary>Which engine runs the ops of this process.</summary>
public static class Engine
{
    private static IEngine? current;
    private static Func<IEngine>? defaultFactory;

    /// <summary>The engine in use; the embedded managed engine unless another was chosen.</summary>
    /// <exception cref="InvalidOperationException">No engine is there: the assembly of the managed engine is missing.</exception>
    public static IEngine Current
    {
        get => current ??= (defaultFactory ?? FindManagedEngine())();
        set => current = value;
    }

    /// <summary>States how the default engine is made; the managed engine does so when its assembly is loaded.</summary>
    public static void RegisterDefault(Func<IEngine> factory) => defaultFactory = factory;

    // Only for programs that use tensors before anything else has loaded the engine's assembly; trimming understands the constant name.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, "Keratin.Engines.Managed.ManagedEngine", "Keratin.Engine.Managed")]
    private static Func<IEngine> FindManagedEngine()
    {
        var type = Type.GetType("Keratin.Engines.Managed.ManagedEngine, Keratin.Engine.Managed")
            ?? throw new InvalidOperationException("No engine is loaded. Reference the package Keratin, which brings the managed engine, or set Engine.Current.");
        return () => (IEngine)Activator.CreateInstance(type)!;
    }
}
