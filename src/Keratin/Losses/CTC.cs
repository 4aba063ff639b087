using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Connectionist temporal classification: of sequences of labels whose times are not known. Keras: <c>keras.losses.CTC</c> (Keras 3).</summary>
/// <remarks>Targets (batch, labels), 0 where there is none; predictions are logits (batch, times, classes), of which class 0 is the blank.</remarks>
[KerasObject("CTC")]
public sealed partial class CTC : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CTC(yTrue, yPred);
}
