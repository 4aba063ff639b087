using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Keratin.Engines;

namespace Keratin;

/// <summary>Which engine runs the ops of this process.</summary>
public static class Engine
{
    /// <summary>The environment variable that chooses the engine by its name: <c>managed</c> or <c>tensorflow</c>.</summary>
    public const string Variable = "KERATIN_ENGINE";

    private static readonly Lock Choosing = new();
    private static IEngine? current;
    private static Func<IEngine>? defaultFactory;

    /// <summary>The engine in use: the one that was set, else the one that the environment variable <c>KERATIN_ENGINE</c> names, else the embedded managed engine.</summary>
    /// <exception cref="InvalidOperationException">No engine is there: its assembly is missing, or the variable names none.</exception>
    public static IEngine Current
    {
        get => current ?? Choose();
        set => current = value;
    }

    /// <summary>States how the default engine is made; the managed engine does so when its assembly is loaded.</summary>
    public static void RegisterDefault(Func<IEngine> factory) => defaultFactory = factory;

    private static IEngine Choose()
    {
        lock (Choosing)
            return current ??= Environment.GetEnvironmentVariable(Variable) switch
            {
                null or "" or "managed" => defaultFactory?.Invoke() ?? Make(FindManagedEngine()),
                "tensorflow" => Make(FindTensorFlowEngine()),
                var other => throw new InvalidOperationException($"{Variable} is '{other}'; there are the engines managed and tensorflow."),
            };
    }

    // Engines are found by name only where nothing else has loaded their assembly; trimming understands constant names.
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, "Keratin.Engines.Managed.ManagedEngine", "Keratin.Engine.Managed")]
    private static Type FindManagedEngine() => Type.GetType("Keratin.Engines.Managed.ManagedEngine, Keratin.Engine.Managed")
        ?? throw new InvalidOperationException("No engine is loaded. Reference the package Keratin, which brings the managed engine, or set Engine.Current.");

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    private static Type FindTensorFlowEngine() => Type.GetType("Keratin.Engines.TensorFlow.TensorFlowEngine, Keratin.Engine.TensorFlow")
        ?? throw new InvalidOperationException($"{Variable} asks for the tensorflow engine, which is not here: reference the package Keratin.Engine.TensorFlow.");

    private static IEngine Make([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type) =>
        (IEngine)type.GetConstructor(Type.EmptyTypes)!.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);
}
