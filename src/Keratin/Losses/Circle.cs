using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Embeddings of one class are drawn together, those of others apart. Keras: <c>keras.losses.Circle</c> (Keras 3).</summary>
/// <remarks>Targets are integer labels (batch) or (batch, 1), predictions vectors of length 1 (batch, features).</remarks>
[KerasObject("Circle")]
public sealed partial class Circle(double gamma = 80, double margin = 0.4, bool removeDiagonal = true) : LossFunctionWrapper
{
    /// <summary>The scale.</summary>
    [Config]
    public double Gamma { get; } = gamma;

    /// <summary>How far apart classes should be.</summary>
    [Config]
    public double Margin { get; } = margin;

    /// <summary>Whether an embedding is not compared with itself.</summary>
    [Config]
    public bool RemoveDiagonal { get; } = removeDiagonal;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Circle(yTrue, yPred, removeDiagonal: RemoveDiagonal, gamma: Gamma, margin: Margin);
}
