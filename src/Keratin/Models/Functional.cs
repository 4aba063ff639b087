using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>
/// A model made of layers called on each other's outputs (Keras's Functional API): several inputs and outputs, shared layers,
/// models inside models.
/// </summary>
[KerasObject("Functional", "Model", Module = "keras.src.models.functional", Keras2Module = "tf_keras.src.engine.functional", Unexported = true)]
public partial class Functional : Model
{
    private LayerGraph? graph;
    private GraphExecution? execution;

    /// <summary>A model from symbols to symbols.</summary>
    /// <param name="inputs">What <see cref="Input"/> layers (or other layers, for a part of a model) gave.</param>
    /// <param name="outputs">What layers called on them gave.</param>
    /// <exception cref="ArgumentException">An output does not depend on the inputs alone, or two layers have one name.</exception>
    public Functional(Tensors inputs, Tensors outputs) => Connect(inputs, outputs);

    internal Functional(Tensors inputs, Tensors outputs, Tensor[] beside) => Connect(inputs, outputs, beside);

    private protected Functional()
    {
    }

    /// <summary>The symbols that stand for the data.</summary>
    public Tensors Inputs { get; private set; }

    /// <summary>The symbols that stand for the results.</summary>
    public Tensors Outputs { get; private set; }

    /// <inheritdoc/>
    public override IEnumerable<Layer> Sublayers => Graph.Layers;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames =>
        Outputs.Names ?? (graph is null ? base.OutputNames : [.. Outputs.Select(static output => ((KerasTensor)output).Layer.Name)]);

    internal bool IsConnected => graph is not null;

    internal LayerGraph Graph => graph ?? throw new InvalidOperationException($"Model '{Name}' is not built yet: its input's shape is not known.");

    /// <summary>Adds a penalty on what a layer of the model gives, its mean over all elements, to the loss (Keras 2's <c>model.add_loss</c>).</summary>
    /// <param name="loss">A symbol that was computed from the model's, or, within a call, a value.</param>
    /// <exception cref="ArgumentException">It depends on other inputs than the model's.</exception>
    public new void AddLoss(Tensor loss)
    {
        if (loss is KerasTensor) AddBeside(new AddLoss().Apply(loss)); else base.AddLoss(loss);
    }

    /// <summary>Shows the mean of what a layer of the model gives among the metrics (Keras 2's <c>model.add_metric</c>). Keras 3's files can't hold it.</summary>
    /// <param name="value">A symbol that was computed from the model's.</param>
    /// <param name="name">The metric's name.</param>
    /// <exception cref="ArgumentException">It depends on other inputs than the model's.</exception>
    public void AddMetric(Tensor value, string name) => AddBeside(new AddMetric(metricName: name).Apply(value));

    private void AddBeside(Tensor symbol)
    {
        Connect(Inputs, Outputs, [.. Graph.Beside, symbol]);
        ForgetSteps();
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        // The layers were built when they were called on the symbols.
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context) => (execution ??= new GraphExecution(Graph, Inputs, Outputs)).Run(inputs, context);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) => [];

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != Inputs.Count)
            throw new ArgumentException($"Model '{Name}' takes {Inputs.Count} inputs ({string.Join(", ", Inputs.Select(static input => ((KerasTensor)input).Layer.Name))}); {inputs.Count} were given.");
        for (int i = 0; i < inputs.Count; i++)
            if (!Inputs[i].Shape.IsCompatibleWith(inputs[i]))
                throw new ArgumentException($"Input {i} ('{((KerasTensor)Inputs[i]).Layer.Name}') of model '{Name}' must have the shape {Inputs[i].Shape}; {inputs[i]} was given.");
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer) => new FunctionalConfigWriter(this, writer).Write();

    /// <summary>Builds the model that a config describes, in either dialect.</summary>
    /// <exception cref="KerasConfigException">The config is wrong, or a layer's class is unknown.</exception>
    public static Functional FromConfig(ConfigReader config)
    {
        var (inputs, outputs, beside) = FunctionalConfigReader.Read(config);
        var model = config.TryGet("name", out var name) && !name.IsNull ? new Functional(inputs, outputs, beside) { Name = name.AsString() } : new Functional(inputs, outputs, beside);
        if (config.TryGet("trainable", out var trainable)) model.SetOwnTrainable(trainable.AsBoolean());
        return model;
    }

    private protected void Connect(Tensors inputs, Tensors outputs, Tensor[]? beside = null)
    {
        foreach (var input in inputs)
            if (input is not KerasTensor) throw new ArgumentException($"An input must be a symbol that an Input layer gave; {input} is none.", nameof(inputs));
        graph = LayerGraph.Map(inputs, outputs, beside);
        execution = null;
        (Inputs, Outputs) = (inputs, outputs);
        var shapes = new Shape[inputs.Count];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        MarkBuilt(shapes);
        Saving.Checkpoints.CheckpointRestore.Continue(this);
    }
}
