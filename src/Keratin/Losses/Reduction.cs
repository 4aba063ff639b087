using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>How the losses of a batch's elements become one number.</summary>
public enum Reduction
{
    /// <summary>Keras 2's default: as <see cref="SumOverBatchSize"/>.</summary>
    [ConfigName("auto")]
    Auto,

    /// <summary>The sum, divided by the number of elements.</summary>
    [ConfigName("sum_over_batch_size")]
    SumOverBatchSize,

    /// <summary>The sum.</summary>
    [ConfigName("sum")]
    Sum,

    /// <summary>One loss for each element.</summary>
    [ConfigName("none")]
    None,

    /// <summary>As <see cref="SumOverBatchSize"/> (Keras 3).</summary>
    [ConfigName("mean")]
    Mean,

    /// <summary>The sum, divided by the sum of the weights (Keras 3).</summary>
    [ConfigName("mean_with_sample_weight")]
    MeanWithSampleWeight,
}
