using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Adam whose weights decay: each step takes a share of them off. Keras: <c>keras.optimizers.AdamW</c>.</summary>
[KerasObject("AdamW", "adamw")]
public sealed partial class AdamW : Adam
{
    /// <summary>An optimizer with Keras's defaults for what is not given.</summary>
    public AdamW(LearningRate? learningRate = null, double? weightDecay = 0.004, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false)
        : base(learningRate, beta1, beta2, epsilon, amsgrad) => WeightDecay = weightDecay;
}
