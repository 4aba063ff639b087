using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>How the outputs of the two directions become one.</summary>
public enum BidirectionalMerge
{
    /// <summary>One after the other along the last axis.</summary>
    Concat,
    /// <summary>Their sum.</summary>
    Sum,
    /// <summary>Their product.</summary>
    Mul,
    /// <summary>Their mean.</summary>
    Ave,
}

/// <summary>Runs a recurrent layer over a sequence in both directions. Keras: <c>keras.layers.Bidirectional</c>.</summary>
/// <remarks>
/// Gives the merged outputs, or both without a merge mode; then, if the layer gives its states, those of the forward and those of the backward
/// layer. The first states are given in that order, too.
/// </remarks>
[KerasObject("Bidirectional")]
public sealed partial class Bidirectional : Layer
{
    private readonly RecurrentLayer given;
    private readonly RecurrentLayer? givenBackward;

    /// <summary>A layer for both directions.</summary>
    /// <param name="layer">What runs forward, as a copy; and backward as another, unless <paramref name="backwardLayer"/> is given.</param>
    /// <param name="mergeMode">How the outputs become one; null leaves both.</param>
    /// <param name="backwardLayer">What runs backward.</param>
    /// <exception cref="ArgumentException">The two layers go in one direction, or give different kinds of results.</exception>
    public Bidirectional(RecurrentLayer layer, BidirectionalMerge? mergeMode = BidirectionalMerge.Concat, RecurrentLayer? backwardLayer = null)
    {
        (given, givenBackward, MergeMode) = (layer, backwardLayer, mergeMode);
        Forward = Track("forward_layer", Copy(layer, "forward_", layer.GoBackwards));
        Backward = Track("backward_layer", backwardLayer is null ? Copy(layer, "backward_", !layer.GoBackwards)
            : Dialect == Dialect.Keras2 ? Copy(backwardLayer, "backward_", backwardLayer.GoBackwards) : backwardLayer);
        if (Forward.GoBackwards == Backward.GoBackwards) throw new ArgumentException("One of the two layers of a Bidirectional must go backwards, the other must not.", nameof(backwardLayer));
        if ((Forward.Stateful, Forward.ReturnSequences, Forward.ReturnState) != (Backward.Stateful, Backward.ReturnSequences, Backward.ReturnState))
            throw new ArgumentException("The two layers of a Bidirectional must be alike in whether they keep states, give sequences and give states.", nameof(backwardLayer));
        Forward.ForceZeroOutputForMask(Forward.ReturnSequences);
        Backward.ForceZeroOutputForMask(Backward.ReturnSequences);
    }

    /// <summary>How the outputs become one; null if both are given.</summary>
    [Config]
    public BidirectionalMerge? MergeMode { get; }

    /// <summary>The layer as configs tell it: the one given (Keras 2), or the one that runs forward (Keras 3).</summary>
    [Config]
    public RecurrentLayer Layer => Dialect == Dialect.Keras2 ? given : Forward;

    /// <summary>The backward layer as configs tell it: the one given, if any (Keras 2), or the one that runs backward (Keras 3).</summary>
    [Config(OmitNull = Dialect.Keras2)]
    public RecurrentLayer? BackwardLayer => Dialect == Dialect.Keras2 ? givenBackward : Backward;

    /// <summary>What runs from the first step to the last (<c>forward_layer</c>).</summary>
    public RecurrentLayer Forward { get; }

    /// <summary>What runs from the last step to the first (<c>backward_layer</c>).</summary>
    public RecurrentLayer Backward { get; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool BuildsFromConfig => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => ["sequences", "initial_state"];

    /// <summary>Sets the states that stateful layers keep to zero (<c>reset_states</c>).</summary>
    public void ResetStates()
    {
        Forward.ResetStates();
        Backward.ResetStates();
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Forward.EnsureBuilt(input);
        Backward.EnsureBuilt(input);
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        var states = inputs.Count > 1 ? inputs.ToArray()[1..] : context.List("initial_state").ToArray();
        if (states.Length % 2 != 0) throw new ArgumentException($"Layer '{Name}' (Bidirectional) takes as many states for one direction as for the other; {states.Length} were given.");
        var there = Run(Forward, inputs[0], states[..(states.Length / 2)], context);
        var back = Run(Backward, inputs[0], states[(states.Length / 2)..], context);
        Tensor y = there[0], reversed = Forward.ReturnSequences ? Ops.ReverseV2(back[0], new[] { Forward.TimeMajor ? 0 : 1 }) : back[0];
        Tensor[] outputs = MergeMode switch
        {
            BidirectionalMerge.Concat => [Ops.Concat([y, reversed], -1)],
            BidirectionalMerge.Sum => [y + reversed],
            BidirectionalMerge.Mul => [y * reversed],
            BidirectionalMerge.Ave => [(y + reversed) / 2],
            _ => [y, reversed],
        };
        if (!Forward.ReturnState) return MergeMode is null ? outputs : outputs[0];
        return (Tensor[])[.. outputs, .. there.ToArray()[1..], .. back.ToArray()[1..]];
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (MergeMode is null || Forward.ComputeOutputShape(input) is not { HasRank: true } shape) return Shape.Unknown;
        return MergeMode == BidirectionalMerge.Concat ? shape.With(shape.Rank - 1, 2 * shape[^1]) : shape;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount)
    {
        var result = new Tensor?[outputCount];
        if (Forward.ReturnSequences && masks.Count > 0) Array.Fill(result, masks[0], 0, MergeMode is null ? 2 : 1);
        return result;
    }

    private static Tensors Run(RecurrentLayer layer, Tensor input, Tensor[] states, CallContext context) => layer.Apply(input, new CallArguments
    {
        Training = context.Training,
        Mask = [context.Mask ?? context.Tensor("mask")],
        Named = states.Length == 0 ? CallArguments.None.Named : new Dictionary<string, object?> { ["initial_state"] = (Tensors)states },
    });

    /// <summary>A layer with the same config, but for name and direction; in Keras 3 built, if the original is.</summary>
    private RecurrentLayer Copy(RecurrentLayer layer, string prefix, bool goBackwards)
    {
        var whole = PythonJson.ParseNode(KerasSerializer.Serialize(layer, Dialect)).AsObject();
        string name = layer.Name;
        if (Dialect == Dialect.Keras2) whole.Remove("build_config");
        else if (name.StartsWith(prefix, StringComparison.Ordinal)) name = name[prefix.Length..];
        (whole["config"]!["name"], whole["config"]!["go_backwards"]) = (prefix + name, goBackwards);
        return KerasSerializer.Deserialize<RecurrentLayer>(whole.ToJsonString(), new ConfigReadOptions { Dialect = Dialect });
    }
}
