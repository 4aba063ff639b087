using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// The base of all layers (<c>keras.layers.Layer</c>): weights, and a computation over the op vocabulary.
/// Override <see cref="Build(Shape)"/> to add weights and <see cref="Call(Tensor, CallContext)"/> to compute; layers with several
/// inputs or outputs override the forms over lists.
/// </summary>
[KerasObject(Module = "keras.layers")]
public abstract partial class Layer : KerasObject
{
    private readonly List<LayerNode> nodes = [];
    private string? name;

    /// <summary>The layer's name; numbered after its class if none was given.</summary>
    [Config]
    public string Name { get => name ??= NameScope.Unique(ClassName); init => name = value; }

    /// <summary>Whether the layer's weights are trained; setting it sets the layers inside as well.</summary>
    [Config]
    public bool Trainable
    {
        get => trainable;
        set
        {
            trainable = value;
            foreach (var child in Sublayers) child.Trainable = value;
        }
    }
    private bool trainable = true;

    /// <summary>Sets the flag of this layer alone: those inside have their own from their configs.</summary>
    internal void SetOwnTrainable(bool value) => trainable = value;

    /// <summary>The dtypes of weights and of computation.</summary>
    [Config("dtype")]
    public DTypePolicy DTypePolicy { get; init; } = DTypePolicy.Global;

    /// <summary>The shape of the data, batch axis in front, where the layer is to be the first of a model (Keras 2: <c>batch_input_shape</c>).</summary>
    [Config(Dialect = Dialect.Keras2, OmitNull = Dialect.Keras2)]
    public Shape? BatchInputShape { get; init; }

    /// <summary>The calls of this layer on symbols of Functional models.</summary>
    public IReadOnlyList<LayerNode> InboundNodes => nodes;

    /// <summary>The layer that holds this one, if it does so privately (a wrapper and its cell, say).</summary>
    internal Layer? Parent { get; private set; }

    /// <summary>The names of the layers around this one and its own, joined by slashes.</summary>
    public string Path => Parent is null || (Parent is Models.Functional && Dialect == Dialect.Keras2) ? Name : Parent.NamesSublayers ? $"{Parent.Path}/{Name}" : Parent.Path;

    /// <summary>Whether the paths of the layers inside tell their own names.</summary>
    private protected virtual bool NamesSublayers => true;

    /// <summary>Whether the layer's weights exist.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>The shapes that the layer was built for; empty before.</summary>
    public IReadOnlyList<Shape> BuildShapes { get; private set; } = [];

    /// <summary>The names of the arguments of Keras's <c>call</c> that take tensors by position, the inputs first.</summary>
    protected internal virtual IReadOnlyList<string> CallArgumentNames => ["inputs"];

    /// <summary>Applies the layer to one tensor (Keras: calling the layer).</summary>
    /// <param name="input">A value, a symbol of a traced function, or a symbol of a Functional model.</param>
    /// <param name="training">Whether this is training; null means as the enclosing call, else no.</param>
    /// <param name="mask">Which timesteps count; null means the mask that the input carries.</param>
    /// <exception cref="InvalidOperationException">The layer gives several tensors: use the form over <see cref="Tensors"/>.</exception>
    public Tensor Apply(Tensor input, bool? training = null, Tensor? mask = null) =>
        Apply((Tensors)input, new CallArguments { Training = training, Mask = mask is null ? null : [mask] }).Single;

    /// <summary>Applies the layer to one value.</summary>
    /// <inheritdoc cref="Apply(Tensor, bool?, Tensor?)"/>
    public Tensor Apply(EagerTensor input, bool? training = null, Tensor? mask = null) => Apply((Tensor)input, training, mask);

    /// <summary>Applies the layer to one or several tensors.</summary>
    public Tensors Apply(Tensors inputs, bool? training = null) => Apply(inputs, training is null ? CallArguments.None : new CallArguments { Training = training });

    /// <summary>Applies the layer, with further arguments.</summary>
    public Tensors Apply(Tensors inputs, CallArguments arguments) =>
        IsSymbolic(inputs, arguments) ? ApplyToSymbols(inputs, arguments) : ApplyToTensors(inputs, arguments);

    /// <summary>Makes the weights for inputs of these shapes, unless they exist; also those of the layers inside, which a call would make (<c>build</c>).</summary>
    public void EnsureBuilt(params IReadOnlyList<Shape> inputShapes)
    {
        BuildOwn(inputShapes);
        if (Sublayers.All(static layer => layer.IsBuilt)) return;
        OutputTracing.Specs(this, [.. inputShapes.Select(shape => new TensorSpec(ComputeDType, shape))], CallArguments.None, out _);
    }

    private void BuildOwn(IReadOnlyList<Shape> inputShapes)
    {
        if (IsBuilt) return;
        AdoptSublayers();
        // Weights are values even while a function is traced.
        using (FunctionGraph.Suspend()) Build(inputShapes);
        BuildShapes = [.. inputShapes];
        IsBuilt = true;
        Saving.Checkpoints.CheckpointRestore.Continue(this);
    }

    /// <summary>Adds the weights for inputs of these shapes.</summary>
    protected virtual void Build(IReadOnlyList<Shape> inputShapes)
    {
        if (inputShapes.Count > 0) Build(inputShapes[0]);
    }

    /// <summary>Adds the weights for an input of this shape.</summary>
    protected virtual void Build(Shape input)
    {
    }

    /// <summary>Computes the outputs of a layer with several inputs or outputs.</summary>
    protected virtual Tensors Call(Tensors inputs, CallContext context) => Call(inputs.Single, context);

    /// <summary>Computes the output of a layer with one input and one output.</summary>
    protected virtual Tensor Call(Tensor inputs, CallContext context) =>
        throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) can't be called: its class overrides no form of Call.");

    /// <summary>The output's shape for an input's shape, where a layer can tell without computing; <see cref="Shape.Unknown"/> means it is found by tracing <c>Call</c>.</summary>
    public virtual Shape ComputeOutputShape(Shape input) => Shape.Unknown;

    /// <summary>Dtypes and shapes of the outputs for those of the inputs.</summary>
    public virtual IReadOnlyList<TensorSpec> ComputeOutputSpecs(IReadOnlyList<TensorSpec> inputs, CallArguments arguments)
    {
        if (inputs.Count == 1 && ComputeOutputShape(inputs[0].Shape) is { HasRank: true } shape) return [new TensorSpec(ComputeDType, shape)];
        return OutputTracing.Specs(this, inputs, arguments, out _);
    }

    /// <summary>Makes a model the one that this layer's path starts with, as a Keras 3 Sequential does with its layers.</summary>
    internal void AdoptInto(Models.Sequential model)
    {
        if (!HasFixedPath) Parent ??= model;
    }

    internal int AddNode(LayerNode node)
    {
        nodes.Add(node);
        return nodes.Count - 1;
    }

    internal void MarkBuilt(IReadOnlyList<Shape> shapes) => (IsBuilt, BuildShapes) = (true, shapes);

    /// <inheritdoc/>
    public override string ToString() => $"<{ClassName} name={Name}, built={IsBuilt}>";
}
