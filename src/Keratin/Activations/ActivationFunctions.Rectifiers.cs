using Keratin.Serialization;

namespace Keratin.Activations;

/// <content>Functions that treat positive and negative values, or ranges of values, differently.</content>
public static partial class ActivationFunctions
{
    /// <summary>
    /// <c>max(x, 0)</c>; or more generally x from the threshold on up to a greatest value, and below it
    /// <c>negativeSlope · (x - threshold)</c>. With a threshold, Keras 2 turns NaN and -∞ into NaN, Keras 3 into 0.
    /// </summary>
    public static Tensor Relu(Tensor x, double negativeSlope = 0, double? maxValue = null, double threshold = 0, Dialect dialect = Dialect.Keras3)
    {
        if (negativeSlope != 0 && maxValue is null && threshold == 0) return LeakyRelu(x, negativeSlope);
        var result = threshold != 0 && dialect == Dialect.Keras2 ? x * Ops.Cast(x > threshold, x.DType)
            : threshold != 0 ? Ops.SelectV2(x > threshold, x, Ops.ZerosLike(x))
            : maxValue == 6 ? Ops.Relu6(x)
            : Ops.Relu(x);
        if (maxValue is { } bound && (threshold != 0 || bound != 6)) result = Clip(result, 0, bound);
        return negativeSlope == 0 ? result : result - negativeSlope * Ops.Relu(threshold != 0 ? threshold - x : -x);
    }

    /// <summary>x, or <c>negativeSlope · x</c> below 0.</summary>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.2) => Ops.LeakyRelu(x, (float)negativeSlope);

    /// <summary><c>min(max(x, 0), 6)</c>.</summary>
    public static Tensor Relu6(Tensor x) => Ops.Relu6(x);

    /// <summary>x, or <c>alpha · (exp(x) - 1)</c> below 0.</summary>
    public static Tensor Elu(Tensor x, double alpha = 1)
    {
        var result = Ops.Elu(x);
        return alpha == 1 ? result : Ops.SelectV2(x > 0.0, result, result * alpha);
    }

    /// <summary>elu with the scale and alpha that keep mean and variance.</summary>
    public static Tensor Selu(Tensor x) => Ops.Selu(x);

    /// <summary><c>max(x, 0) + min(0, alpha · (exp(x / alpha) - 1))</c>.</summary>
    public static Tensor Celu(Tensor x, double alpha = 1) =>
        Ops.Maximum(x, Scalars.Like(x, 0)) + alpha * Ops.Expm1(Ops.Minimum(x, Scalars.Like(x, 0)) / alpha);

    /// <summary>x above the threshold, else another value.</summary>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) =>
        Ops.SelectV2(x > threshold, x, Scalars.Like(x, defaultValue));

    /// <summary><c>relu6(x + 3) / 6</c>: Keras 3's hard sigmoid.</summary>
    public static Tensor HardSigmoid(Tensor x) => Ops.Relu6(x + 3.0) / 6.0;

    /// <summary><c>0.2 · x + 0.5</c> between 0 and 1: Keras 2's hard sigmoid.</summary>
    public static Tensor Keras2HardSigmoid(Tensor x) => Clip(x * 0.2 + 0.5, 0, 1);

    /// <summary><c>x · hard_sigmoid(x)</c>, also called hard swish.</summary>
    public static Tensor HardSilu(Tensor x) => x * HardSigmoid(x);

    /// <summary>x between -1 and 1.</summary>
    public static Tensor HardTanh(Tensor x) => Clip(x, -1, 1);

    /// <summary><c>x - tanh(x)</c>.</summary>
    public static Tensor TanhShrink(Tensor x) => x - Ops.Tanh(x);

    /// <summary>x, or 0 between ±threshold.</summary>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => Ops.SelectV2(Ops.Abs(x) > threshold, x, Ops.ZerosLike(x));

    /// <summary>x, nearer to 0 by the threshold.</summary>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) =>
        Ops.SelectV2(x > threshold, x - threshold, Ops.SelectV2(x < -threshold, x + threshold, Ops.ZerosLike(x)));

    /// <summary>0 up to -1, x from 1 on, and <c>(x + 1)² / 4</c> between.</summary>
    public static Tensor SparsePlus(Tensor x) =>
        Ops.SelectV2(x <= -1.0, Ops.ZerosLike(x), Ops.SelectV2(x < 1.0, 0.25 * Ops.Pow(x + 1.0, Scalars.Like(x, 2)), x));

    /// <summary>0 up to -1, 1 from 1 on, and <c>(x + 1) / 2</c> between.</summary>
    public static Tensor SparseSigmoid(Tensor x) =>
        Ops.SelectV2(x <= -1.0, Scalars.Like(x, 0), Ops.SelectV2(x >= 1.0, Scalars.Like(x, 1), 0.5 * (x + 1.0)));

    private static Tensor Clip(Tensor x, double min, double max) => Ops.Maximum(Ops.Minimum(x, Scalars.Like(x, max)), Scalars.Like(x, min));
}
