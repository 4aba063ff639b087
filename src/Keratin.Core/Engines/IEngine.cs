using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines;

/// <summary>What executes ops and function graphs. It knows nothing of Keras.</summary>
public interface IEngine
{
    /// <summary>The name by which users choose it: <c>managed</c>, <c>tensorflow</c>.</summary>
    string Name { get; }

    /// <summary>The devices that the engine can run ops on.</summary>
    IReadOnlyList<Device> Devices { get; }

    /// <summary>Which of the processes that train together this is.</summary>
    Replica Replica { get; }

    /// <summary>Whether the engine has a kernel for an op.</summary>
    bool Supports(string op);

    /// <summary>Runs one op on values.</summary>
    /// <exception cref="OpException">The inputs don't fit the op, or the engine has no kernel for it.</exception>
    EagerTensor[] Execute(OpDef op, ReadOnlySpan<Tensor> inputs, Attrs attrs);

    /// <summary>Random ops that run at once begin their streams anew: what <c>tf.random.set_seed</c> does besides setting the seed.</summary>
    void RestartRandomStreams();

    /// <summary>Prepares a graph for many runs; its captures are bound to these values.</summary>
    IExecutable Compile(FunctionGraph graph, IReadOnlyList<EagerTensor> captures);
}

/// <summary>A function graph as an engine made it ready to run. Safe to use from many threads at once, unless it writes variables.</summary>
public interface IExecutable
{
    /// <summary>Runs with arguments of any shapes that fit the graph; results are newly allocated.</summary>
    EagerTensor[] Run(ReadOnlySpan<Tensor> arguments);

    /// <summary>
    /// Prepares for arguments of exactly these shapes, so that runs allocate nothing.
    /// Null if results' shapes depend on values or elements are not numbers: use <see cref="Run"/> then.
    /// The result is kept: asking again for the same shapes gives the same object.
    /// </summary>
    ISpecialization? Specialize(ReadOnlySpan<Shape> argumentShapes);
}

/// <summary>An executable bound to fixed argument shapes. Runs allocate nothing; safe to use from many threads at once.</summary>
public interface ISpecialization
{
    /// <summary>The results' dtypes and shapes.</summary>
    IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>Runs on memory of the caller: one address for each argument and each result, each holding all elements in row-major order.</summary>
    void Run(ReadOnlySpan<nint> arguments, ReadOnlySpan<nint> results);
}
