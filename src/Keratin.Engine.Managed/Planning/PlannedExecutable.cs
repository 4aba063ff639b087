using Keratin.Engines;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>A function graph that runs by plans, one for each set of argument shapes; what no plan can hold is interpreted.</summary>
internal sealed unsafe class PlannedExecutable(FunctionGraph graph, IReadOnlyList<EagerTensor> captures) : IExecutable
{
    /// <summary>Sets of shapes that are remembered; the one that was not used for longest goes first.</summary>
    private const int MaxPlans = 32;

    private readonly PlanResources resources = new();
    private readonly Lock planning = new();
    private readonly List<(IReadOnlyList<Node> Obstacles, InterpretedExecutable Interpreter)> interpreters = [];
    private readonly int argumentCount = graph.Inputs.Count - captures.Count;
    private Entry[] entries = [];
    private long clock;

    /// <inheritdoc/>
    public ISpecialization? Specialize(ReadOnlySpan<Shape> argumentShapes) => Find(argumentShapes).Plan;

    /// <inheritdoc/>
    public EagerTensor[] Run(ReadOnlySpan<Tensor> arguments)
    {
        var shapes = new Shape[arguments.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = arguments[i].Shape;
            if (i < argumentCount && arguments[i].DType != graph.Inputs[i].DType)
                throw new ArgumentException($"Argument {i} of function '{graph.Name}' must be {graph.Inputs[i].DType.Name()}; {arguments[i].DType.Name()} was given.");
        }
        var entry = Find(shapes);
        return entry.Plan is { } plan ? Run(plan, arguments) : entry.Interpreter!.Run(arguments);
    }

    private static EagerTensor[] Run(Plan plan, ReadOnlySpan<Tensor> arguments)
    {
        Span<nint> inputs = stackalloc nint[arguments.Length];
        Span<nint> outputs = stackalloc nint[plan.Outputs.Count];
        var kept = new EagerTensor[arguments.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            kept[i] = arguments[i].Value;
            inputs[i] = (nint)kept[i].Pointer;
        }
        var results = new EagerTensor[plan.Outputs.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = EagerTensor.Allocate(plan.Outputs[i].DType, plan.Outputs[i].Shape);
            outputs[i] = (nint)results[i].Pointer;
        }
        plan.Run(inputs, outputs);
        GC.KeepAlive(kept);
        GC.KeepAlive(results);
        return results;
    }

    private Entry Find(ReadOnlySpan<Shape> shapes)
    {
        foreach (var entry in Volatile.Read(ref entries))
            if (entry.Shapes.AsSpan().SequenceEqual(shapes))
            {
                entry.LastUsed = ++clock;
                return entry;
            }
        return Make(shapes);
    }

    private Entry Make(ReadOnlySpan<Shape> shapes)
    {
        lock (planning)
        {
            foreach (var known in entries)
                if (known.Shapes.AsSpan().SequenceEqual(shapes)) return known;
            CheckArguments(shapes);
            var (plan, obstacles) = Planner.Plan(graph, captures, shapes, resources);
            var entry = new Entry(shapes.ToArray(), plan, plan is null ? Interpreter(obstacles) : null) { LastUsed = ++clock };
            var kept = new List<Entry>(entries);
            if (kept.Count >= MaxPlans) kept.Remove(kept.MinBy(static entry => entry.LastUsed)!);
            kept.Add(entry);
            Volatile.Write(ref entries, [.. kept]);
            return entry;
        }
    }

    private InterpretedExecutable Interpreter(IReadOnlyList<Node> obstacles)
    {
        foreach (var (known, interpreter) in interpreters)
            if (known.SequenceEqual(obstacles)) return interpreter;
        // What works on strings and lists that it is given is cut there, too.
        bool parts = obstacles.Count > 0 || graph.Inputs.Take(argumentCount).Any(static input => input.DType.IsObject());
        var made = parts ? new(graph, captures, Partition.Cut(graph, captures, obstacles)) : new InterpretedExecutable(graph, captures);
        interpreters.Add((obstacles, made));
        return made;
    }

    private void CheckArguments(ReadOnlySpan<Shape> shapes)
    {
        if (shapes.Length != argumentCount)
            throw new ArgumentException($"Function '{graph.Name}' takes {argumentCount} arguments; {shapes.Length} were given.");
        for (int i = 0; i < shapes.Length; i++)
            if (!shapes[i].IsFullyDefined || !graph.Inputs[i].Shape.IsCompatibleWith(shapes[i]))
                throw new ArgumentException($"Argument {i} of function '{graph.Name}' must have the shape {graph.Inputs[i].Shape}; {shapes[i]} was given.");
    }

    /// <summary>How to run arguments of some shapes: by a plan or, failing that, by the interpreter.</summary>
    private sealed class Entry(Shape[] shapes, Plan? plan, InterpretedExecutable? interpreter)
    {
        public readonly Shape[] Shapes = shapes;
        public readonly Plan? Plan = plan;
        public readonly InterpretedExecutable? Interpreter = interpreter;
        public long LastUsed;
    }
}
