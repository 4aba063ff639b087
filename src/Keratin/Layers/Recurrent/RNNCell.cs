using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// One step of a recurrent layer: from the input of one time and the states, an output and new states
/// (Keras 2: <c>keras.layers.AbstractRNNCell</c>). Derive from it for a cell of one's own, which <see cref="RNN"/> then runs over time.
/// </summary>
/// <remarks>As a layer it takes (batch, …) and the states, and gives the output followed by the new states.</remarks>
[KerasObject]
public abstract partial class RNNCell : Layer
{
    /// <summary>The size of each state (<c>state_size</c>).</summary>
    public abstract IReadOnlyList<int> StateSizes { get; }

    /// <summary>The size of the output (<c>output_size</c>); that of the first state unless said otherwise.</summary>
    public virtual int OutputSize => StateSizes[0];

    private protected override bool BuildsFromConfig => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => ["inputs", "states"];

    /// <summary>The states before the first step: zeros unless said otherwise (<c>get_initial_state</c>).</summary>
    /// <param name="batchSize">The number of samples, an int32 scalar.</param>
    protected internal virtual Tensor[] GetInitialState(Tensor batchSize)
    {
        var states = new Tensor[StateSizes.Count];
        for (int i = 0; i < states.Length; i++) states[i] = Ops.Fill(Ops.Pack([batchSize, StateSizes[i]]), Ops.Cast(0f, ComputeDType));
        return states;
    }

    /// <summary>Computes one step.</summary>
    /// <param name="inputs">(batch, …).</param>
    /// <param name="states">The states before the step.</param>
    /// <param name="training">Whether the layer is being trained.</param>
    /// <returns>The output, and as many states as were given.</returns>
    protected abstract (Tensor Output, Tensor[] States) Step(Tensor inputs, Tensor[] states, bool training);

    /// <inheritdoc/>
    protected sealed override Tensors Call(Tensors inputs, CallContext context)
    {
        var states = inputs.Count > 1 ? inputs.ToArray()[1..] : context.List("states").ToArray();
        if (states.Length != StateSizes.Count) throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs {StateSizes.Count} states; {states.Length} were given.");
        var run = Begin(inputs[0], states, context.Training);
        var (output, next) = run.Step(run.Prepare(inputs[0]), states);
        return (Tensor[])[output, .. next];
    }

    /// <summary>Starts a walk through time: what is random is drawn once for all steps.</summary>
    /// <param name="example">The input of one time; of its value nothing is used but the sizes.</param>
    /// <param name="states">The states before the first step.</param>
    /// <param name="training">Whether the layer is being trained.</param>
    internal virtual CellRun Begin(Tensor example, Tensor[] states, bool training) => new(static inputs => inputs, (inputs, current) => Step(inputs, current, training));
}

/// <summary>A cell on its walk through time.</summary>
/// <param name="Prepare">What can be computed of the inputs of one time, or of all times at once, before the states are known.</param>
/// <param name="Step">One step, from what was prepared for its time.</param>
internal sealed record CellRun(Func<Tensor, Tensor> Prepare, TimeLoop.StepFunction Step);
