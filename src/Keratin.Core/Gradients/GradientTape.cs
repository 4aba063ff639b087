using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>
/// Remembers operations so that gradients can be taken (<c>tf.GradientTape</c>), of ops that run at once as well as of ops being traced.
/// Variables are watched by themselves when they are read; tapes may be nested for higher-order gradients.
/// </summary>
public sealed class GradientTape : IDisposable
{
    [ThreadStatic] private static GradientTape? innermost;

    private readonly bool persistent;
    private readonly bool watchAccessedVariables;
    private readonly List<Operation> operations = [];
    private readonly HashSet<Tensor> tracked = new(ReferenceEqualityComparer.Instance);
    private GradientTape? outer;
    private bool recording;
    private bool spent;

    /// <summary>Starts to record on this thread.</summary>
    /// <param name="persistent">Whether gradients may be taken more than once.</param>
    /// <param name="watchAccessedVariables">Whether variables are watched when they are read.</param>
    public GradientTape(bool persistent = false, bool watchAccessedVariables = true)
    {
        this.persistent = persistent;
        this.watchAccessedVariables = watchAccessedVariables;
        (outer, innermost, recording) = (innermost, this, true);
    }

    internal static bool IsRecording => innermost is not null;

    /// <summary>Takes gradients also with respect to this tensor.</summary>
    public void Watch(Tensor tensor) => tracked.Add(tensor);

    /// <summary>Takes gradients also with respect to this variable.</summary>
    public void Watch(Variable variable) => tracked.Add(variable.Handle);

    /// <summary>Operations until the result is disposed are not recorded by this tape.</summary>
    public Pause StopRecording() => new(this);

    /// <summary>The gradient of the sum of <paramref name="target"/>'s elements with respect to each source; null where it does not depend on it.</summary>
    /// <param name="target">What is differentiated.</param>
    /// <param name="sources">Watched tensors.</param>
    /// <param name="outputGradient">Weights of the target's elements; ones if not given.</param>
    /// <exception cref="InvalidOperationException">The tape was used up by an earlier call and is not persistent.</exception>
    public Tensor?[] Gradient(Tensor target, IReadOnlyList<Tensor> sources, Tensor? outputGradient = null) => Gradient([target], sources, [outputGradient]);

    /// <summary>As the first form, with respect to variables.</summary>
    public Tensor?[] Gradient(Tensor target, IReadOnlyList<Variable> sources, Tensor? outputGradient = null)
    {
        var handles = new Tensor[sources.Count];
        for (int i = 0; i < handles.Length; i++) handles[i] = sources[i].Handle;
        return Gradient([target], handles, [outputGradient]);
    }

    /// <summary>The gradient with respect to one source.</summary>
    public Tensor? Gradient(Tensor target, Tensor source, Tensor? outputGradient = null) => Gradient([target], [source], [outputGradient])[0];

    /// <summary>Gradients of the sum over several targets.</summary>
    public Tensor?[] Gradient(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources, IReadOnlyList<Tensor?> outputGradients)
    {
        if (spent) throw new InvalidOperationException("This tape was used up by an earlier call of Gradient; create it with persistent: true to take several.");
        if (!persistent)
        {
            spent = true;
            Stop();
        }
        // A persistent tape would otherwise record its own gradients and grow without end.
        using (StopRecording()) return Backpropagation.Run(operations, tracked, targets, sources, outputGradients);
    }

    /// <summary>Ends the recording.</summary>
    public void Dispose() => Stop();

    /// <summary>Whether a tape that records now would remember an operation on these inputs.</summary>
    internal static bool Follows(Tensor[] inputs)
    {
        for (var tape = innermost; tape is not null; tape = tape.outer)
            if (tape.recording && Array.Exists(inputs, tape.IsRelevant)) return true;
        return false;
    }

    /// <summary>No tape of this thread records until the result is disposed; tapes begun meanwhile do.</summary>
    internal static Suspension Suspend() => new(0);

    /// <summary>Shows an operation to every tape that records now. <paramref name="inputs"/> are as the caller gave them, before a graph imported them.</summary>
    internal static void Record(Operation operation, Tensor[] inputs)
    {
        for (var tape = innermost; tape is not null; tape = tape.outer)
            if (tape.recording) tape.Remember(operation, inputs);
    }

    private void Remember(Operation operation, Tensor[] inputs)
    {
        bool relevant = false;
        foreach (var input in inputs)
        {
            if (!IsRelevant(input)) continue;
            tracked.Add(input);
            relevant = true;
        }
        if (!relevant) return;
        // In a graph, nodes hold imported symbols; a captured handle must be found again under what the caller knows it by.
        if (!ReferenceEquals(operation.Inputs, inputs)) operation = new Operation(operation.Op, operation.Attrs, inputs) { Outputs = operation.Outputs };
        operations.Add(operation);
        foreach (var output in operation.Outputs)
            if (output.DType.IsDifferentiable()) tracked.Add(output);
    }

    private bool IsRelevant(Tensor input) => tracked.Contains(input)
        || (watchAccessedVariables && input.DType == DType.Resource && input is EagerTensor { Objects: [VariableResource variable] } && variable.DType.IsDifferentiable());

    private void Stop()
    {
        if (!recording) return;
        recording = false;
        if (innermost == this) innermost = outer;
        else
            for (var tape = innermost; tape is not null; tape = tape.outer)
                if (tape.outer == this) { tape.outer = outer; break; }
    }

    /// <summary>Lets the tapes record again when disposed.</summary>
    internal readonly ref struct Suspension
    {
        private readonly GradientTape? before;

        internal Suspension(int _) => (before, innermost) = (innermost, null);

        public void Dispose() => innermost = before;
    }

    /// <summary>Resumes the recording when disposed.</summary>
    public readonly ref struct Pause
    {
        private readonly GradientTape tape;
        private readonly bool before;

        internal Pause(GradientTape tape) => (this.tape, before, tape.recording) = (tape, tape.recording, false);

        /// <summary>Resumes the recording.</summary>
        public void Dispose() => tape.recording = before;
    }
}
