using System.Text.RegularExpressions;
using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>
/// Momentum whose steps of matrices are made orthogonal; all other variables are AdamW's. Keras: <c>keras.optimizers.Muon</c> (Keras 3).
/// </summary>
[KerasObject("Muon")]
public sealed partial class Muon : Optimizer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private Variable[] momentums = [];
    private Variable?[] velocities = [];

    /// <summary>An optimizer with Keras's defaults for what is not given.</summary>
    public Muon(
        LearningRate? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999, double? adamWeightDecay = 0.004, double epsilon = 1e-7, double? weightDecay = 0.004,
        IReadOnlyList<string>? excludeLayers = null, bool excludeEmbeddings = true, double muonA = 3.4445, double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1,
        double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
        : base(learningRate ?? 0.001)
    {
        (AdamBeta1, AdamBeta2, AdamWeightDecay, Epsilon, WeightDecay) = (adamBeta1, adamBeta2, adamWeightDecay, epsilon, weightDecay);
        (ExcludeLayers, ExcludeEmbeddings, MuonA, MuonB, MuonC, AdamLrRatio) = (excludeLayers ?? [], excludeEmbeddings, muonA, muonB, muonC, adamLrRatio);
        (Momentum, NsSteps, Nesterov, RmsRate) = (momentum, nsSteps, nesterov, rmsRate);
    }

    /// <summary>Of AdamW: how much of the gradient's mean stays in a step.</summary>
    [Config("adam_beta_1")]
    public double AdamBeta1 { get; }

    /// <summary>Of AdamW: how much of the square's mean stays in a step.</summary>
    [Config("adam_beta_2")]
    public double AdamBeta2 { get; }

    /// <summary>Of AdamW: keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; }

    /// <summary>Regular expressions: weights in whose path one is found are AdamW's.</summary>
    [Config]
    public IReadOnlyList<string> ExcludeLayers { get; }

    /// <summary>The first coefficient of the polynomial that makes matrices orthogonal.</summary>
    [Config]
    public double MuonA { get; }

    /// <summary>The second coefficient.</summary>
    [Config]
    public double MuonB { get; }

    /// <summary>The third coefficient.</summary>
    [Config]
    public double MuonC { get; }

    /// <summary>AdamW's learning rate, as a multiple of the other.</summary>
    [Config]
    public double AdamLrRatio { get; }

    /// <summary>How much of a step goes on into the next.</summary>
    [Config]
    public double Momentum { get; }

    /// <summary>How often the polynomial is applied.</summary>
    [Config]
    public int NsSteps { get; }

    /// <summary>Whether the gradient is taken as if the momentum had been followed already.</summary>
    [Config]
    public bool Nesterov { get; }

    /// <summary>Whether weights with "embedding" in their path are AdamW's.</summary>
    [Config]
    public bool ExcludeEmbeddings { get; }

    /// <summary>Share of each of AdamW's weights that is taken off in a step, times the learning rate.</summary>
    [Config]
    public double? AdamWeightDecay { get; }

    /// <summary>Steps are scaled by this times the root of the longer side; null leaves them.</summary>
    [Config]
    public double? RmsRate { get; }

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        (momentums, velocities) = (new Variable[variables.Count], new Variable[variables.Count]);
        for (int i = 0; i < variables.Count; i++)
        {
            AddSlot(momentums[i] = NewSlot(variables[i], "momentum"));
            if (IsAdams(variables[i])) AddSlot(velocities[i] = NewSlot(variables[i], "velocity"));
        }
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        if (velocities[i] is { } velocity)
        {
            new Adam.Moments(momentums[i], velocity).Step(
                variable, Dense(gradient), DenseSquare(gradient), learningRate * AdamLrRatio, UpdateNumber(variable.DType), AdamBeta1, AdamBeta2, Epsilon);
            return;
        }
        gradient = Dense(gradient);
        var before = momentums[i].Value;
        var momentum = before + (gradient + before * (Momentum - 1));
        momentums[i].Assign(momentum);
        var step = learningRate * Orthogonal(Nesterov ? gradient + Momentum * momentum : momentum);
        if (RmsRate is { } rate) step = step * MathF.Sqrt(Math.Max(variable.Shape[0], variable.Shape[1])) * rate;
        variable.AssignSub(step);
    }

    private protected override double? WeightDecayOf(Variable variable) => IsAdams(variable) ? AdamWeightDecay : WeightDecay;

    private bool IsAdams(Variable variable)
    {
        string path = PathOf(variable);
        if (variable.Shape.Rank != 2 || (ExcludeEmbeddings && path.Contains("embedding", StringComparison.OrdinalIgnoreCase))) return true;
        foreach (string pattern in ExcludeLayers)
            if (Regex.IsMatch(path, pattern, RegexOptions.CultureInvariant, s_patience)) return true;
        return false;
    }

    // Newton and Schulz: a polynomial of odd powers that takes all singular values near 1.
    private Tensor Orthogonal(Tensor x)
    {
        bool isTall = x.Shape[0] > x.Shape[1];
        if (isTall) x = Ops.Transpose(x, new[] { 1, 0 });
        x /= Ops.Sqrt(Ops.Sum(Ops.Square(x), new[] { 0, 1 }, keepDims: true)) + 1e-7;
        for (int i = 0; i < NsSteps; i++)
        {
            var square = Ops.MatMul(x, x, transposeB: true);
            x = MuonA * x + Ops.MatMul(MuonB * square + Ops.MatMul(MuonC * square, square), x);
        }
        return isTall ? Ops.Transpose(x, new[] { 1, 0 }) : x;
    }
}
