using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>A figure gathered over many batches (<c>keras.metrics.Metric</c>): state, an update that can be traced, and a result.</summary>
[KerasObject(Module = "keras.metrics", Ignored = ["fn"])]
public abstract partial class Metric : KerasObject
{
    private readonly List<Variable> variables = [];
    private string? name;
    private bool isBuilt;

    /// <summary>The name under which logs show the metric.</summary>
    [Config]
    public string Name { get => name ??= DefaultName; init => name = value; }

    /// <summary>The dtype of state and result.</summary>
    [Config("dtype")]
    public DType DType { get; init; } = DType.Float32;

    private protected virtual string DefaultName => SnakeCase.Of(ClassName);

    /// <summary>The state, in Keras's order.</summary>
    public IReadOnlyList<Variable> Variables
    {
        get
        {
            EnsureBuilt();
            return variables;
        }
    }

    /// <summary>Takes in a batch.</summary>
    /// <param name="yTrue">Targets; of a metric of plain values such as <see cref="Mean"/>, the values.</param>
    /// <param name="yPred">Predictions; null for a metric of plain values.</param>
    /// <param name="sampleWeight">Weights of the elements.</param>
    public abstract void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null);

    /// <summary>The figure over all batches since the last reset.</summary>
    public abstract Tensor Result();

    /// <summary>Forgets all batches.</summary>
    public virtual void ResetState()
    {
        foreach (var variable in Variables) variable.Resource.Assign(Tensor.Zeros(variable.Shape, variable.DType));
    }

    /// <summary>Adds the variables whose shapes the settings tell, when they are first needed.</summary>
    protected virtual void Build()
    {
    }

    /// <summary>Adds a variable of the state, zero at the start.</summary>
    protected internal Variable AddVariable(string name, Shape shape, DType? dtype = null)
    {
        var variable = new Variable(Tensor.Zeros(shape, dtype ?? DType), name, trainable: false);
        variables.Add(variable);
        return variable;
    }

    /// <summary>Calls <see cref="Build"/> once.</summary>
    protected void EnsureBuilt()
    {
        if (isBuilt) return;
        isBuilt = true;
        // State is values even while a step is traced.
        using (Graphs.FunctionGraph.Suspend()) Build();
    }

    private protected Tensor Predictions(Tensor? yPred) =>
        yPred ?? throw new ArgumentNullException(nameof(yPred), $"The metric '{Name}' compares targets with predictions; only one tensor was given.");

    /// <summary>A vector of one element as a scalar, any other as it is.</summary>
    private protected static Tensor OnlyOne(Tensor vector) => vector.Shape[0] == 1 ? Ops.Squeeze(vector, [0]) : vector;

    /// <summary>A metric by Keras's name, or its alias (<c>mae</c>).</summary>
    /// <exception cref="KerasConfigException">Keras has none of that name.</exception>
    public static implicit operator Metric(string name) => KerasObjects.Get<Metric>(name);
}
