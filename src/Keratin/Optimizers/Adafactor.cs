using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Steps scaled by running means of squares that are kept by row and by column, relative to the size of the weights. Keras: <c>keras.optimizers.Adafactor</c>.</summary>
[KerasObject("Adafactor")]
public sealed partial class Adafactor(
    LearningRate? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3, double clipThreshold = 1, bool relativeStep = true)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable?[] rows = [];
    private (Variable[] Rows, Variable[] Columns)? listed;
    private Variable?[] columns = [];
    private Variable[] velocities = [];

    /// <summary>How the means lengthen: in step n, the new square counts <c>n^beta2Decay</c>.</summary>
    [Config("beta_2_decay")]
    public double Beta2Decay { get; } = beta2Decay;

    /// <summary>Added to squares.</summary>
    [Config("epsilon_1")]
    public double Epsilon1 { get; } = epsilon1;

    /// <summary>The least size that weights count as.</summary>
    [Config("epsilon_2")]
    public double Epsilon2 { get; } = epsilon2;

    /// <summary>The root mean square that a step is clipped to.</summary>
    [Config]
    public double ClipThreshold { get; } = clipThreshold;

    // Either way Keras takes the smaller of the rate and 1/√step, so this changes nothing.
    /// <summary>Kept for configs.</summary>
    [Config]
    public bool RelativeStep { get; } = relativeStep;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        (rows, columns, velocities) = (new Variable[variables.Count], new Variable[variables.Count], new Variable[variables.Count]);
        for (int i = 0; i < variables.Count; i++)
        {
            var (variable, shape) = (variables[i], variables[i].Shape);
            if (shape.Rank >= 2)
            {
                AddSlot(rows[i] = NewMean(variable, "r", shape[..^1]));
                AddSlot(columns[i] = NewMean(variable, "c", shape[..^2].Append(shape[^1])));
            }
            else if (IsKeras3)
            {
                // Keras 3's files hold a number in the place of each mean that a vector doesn't have.
                AddSlot(new Variable(Tensor.Scalar(0), ShortName(variable), trainable: false));
                AddSlot(new Variable(Tensor.Scalar(0), ShortName(variable), trainable: false));
            }
            AddSlot(velocities[i] = NewSlot(variable, IsKeras3 ? "velocity" : "v"));
        }
        if (!IsKeras3) listed = (Filled(rows), Filled(columns));
    }

    private protected override IEnumerable<(string Name, object Child)> TrackableChildren =>
        listed is { } means ? [.. base.TrackableChildren, ("_r", means.Rows), ("_c", means.Columns)] : base.TrackableChildren;

    // Checkpoints of Keras 2 hold a number in the place of each mean that a vector doesn't have.
    private static Variable[] Filled(Variable?[] means) => Array.ConvertAll(means, static mean => mean ?? new Variable(Tensor.Scalar(0), trainable: false));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var dtype = variable.DType;
        var step = UpdateNumber(dtype);
        var share = Ops.Pow(step, Scalar(Beta2Decay, dtype));
        var squares = DenseSquare(gradient) + Epsilon1;
        Tensor velocity;
        if (rows[i] is { } row && columns[i] is { } column)
        {
            Tensor byRow = Mean(row, Ops.Mean(squares, -1)), byColumn = Mean(column, Ops.Mean(squares, -2));
            velocity = Ops.ExpandDims(byRow / Ops.Mean(byRow, -1, keepDims: true), -1) * Ops.ExpandDims(byColumn, -2);
            velocities[i].Assign(velocity);
        }
        else velocity = Mean(velocities[i], squares);

        var update = Dense(gradient) / Ops.Sqrt(velocity);
        var size = RootMean(DenseSquare(gradient) / velocity);
        var rate = Ops.Minimum(learningRate, 1.0 / Ops.Sqrt(step)) * Ops.Maximum(RootMean(Ops.Square(variable.Value)), Scalar(Epsilon2, dtype));
        variable.AssignSub(rate * (update / Ops.Maximum(size / ClipThreshold, Scalar(1, dtype))));

        Tensor Mean(Variable mean, Tensor value)
        {
            var kept = 1.0 - share;
            var updated = kept * mean.Value + (1.0 - kept) * value;
            mean.Assign(updated);
            return updated;
        }
    }

    private static Tensor RootMean(Tensor squares) => Ops.Sqrt(Ops.Mean(squares, Scalars.AllAxes(squares)));

    // Keras 3 calls both means after the weight only.
    private Variable NewMean(Variable variable, string name, Shape shape)
    {
        string full = IsKeras3 ? StateName(ShortName(variable)) : SlotName(PathOf(variable), name);
        return new Variable(Tensor.Zeros(shape, variable.DType), full, trainable: false);
    }

    private static string ShortName(Variable variable) => variable.Name[(variable.Name.LastIndexOf('/') + 1)..];
}
