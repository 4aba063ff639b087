using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of functions of two tensors, which broadcast: what was repeated receives the sum.</summary>
internal static class BinaryGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Add" or "AddV2" => Of(static (g, x, y, z) => g, static (g, x, y, z) => g),
        "Sub" => Of(static (g, x, y, z) => g, static (g, x, y, z) => -g),
        "Mul" => Of(static (g, x, y, z) => g * Conj(y), static (g, x, y, z) => Conj(x) * g),
        "Div" or "RealDiv" => Of(static (g, x, y, z) => g / Conj(y), static (g, x, y, z) => g * (-Conj(x) / Conj(y) / Conj(y))),
        "DivNoNan" => Of(static (g, x, y, z) => Ops.DivNoNan(g, Conj(y)), static (g, x, y, z) => g * Ops.DivNoNan(Ops.DivNoNan(-Conj(x), Conj(y)), Conj(y))),
        "MulNoNan" => Of(static (g, x, y, z) => Ops.MulNoNan(g, y), static (g, x, y, z) => Ops.MulNoNan(x, g)),
        "FloorMod" => Of(static (g, x, y, z) => g, static (g, x, y, z) => g * -Ops.FloorDiv(x, y)),
        "Pow" => Of(static (g, x, y, z) => g * Conj(y) * Ops.Pow(Conj(x), Conj(y) - Number(1, y)), PowExponent),
        "Maximum" => Of(static (g, x, y, z) => Where(x >= y, g), static (g, x, y, z) => Unless(x >= y, g)),
        "Minimum" => Of(static (g, x, y, z) => Where(x <= y, g), static (g, x, y, z) => Unless(x <= y, g)),
        "SquaredDifference" => Of(static (g, x, y, z) => Number(2, g) * g * (x - y), static (g, x, y, z) => Number(-2, g) * g * (x - y)),
        "Xlogy" => Of(static (g, x, y, z) => g * Ops.Xlogy(NotZero(x), y), static (g, x, y, z) => g * Ops.Xdivy(x, y)),
        "Xlog1py" => Of(static (g, x, y, z) => g * Ops.Xlog1py(NotZero(x), y), static (g, x, y, z) => g * Ops.Xdivy(x, y + Number(1, y))),
        "Xdivy" => Of(static (g, x, y, z) => g * Ops.Xdivy(NotZero(x), y), static (g, x, y, z) => g * Ops.Xdivy(-x, Ops.Square(y))),
        "Atan2" => Of(static (g, x, y, z) => y * (g / (Ops.Square(y) + Ops.Square(x))), static (g, x, y, z) => -x * (g / (Ops.Square(y) + Ops.Square(x)))),
        "NextAfter" => Of(static (g, x, y, z) => g * Ops.OnesLike(x), static (g, x, y, z) => g * Ops.ZerosLike(y)),
        "Igamma" => Of(static (g, x, y, z) => g * IgammaGradA(x, y), static (g, x, y, z) => g * IgammaGradX(x, y)),
        "Igammac" => Of(static (g, x, y, z) => -g * IgammaGradA(x, y), static (g, x, y, z) => -g * IgammaGradX(x, y)),
        "Polygamma" => Of(null, static (g, x, y, z) => g * Ops.Polygamma(x + Number(1, x), y)),
        "Zeta" => Of(null, static (g, x, y, z) => g * -x * Ops.Zeta(x + Number(1, x), y)),
        "Complex" => Of(static (g, x, y, z) => Ops.Real(g, x.DType), static (g, x, y, z) => Ops.Imag(g, y.DType)),
        "FloorDiv" or "TruncateDiv" or "Mod" or "TruncateMod" or "Equal" or "NotEqual" or "Less" or "LessEqual" or "Greater" or "GreaterEqual" or "ApproximateEqual"
            or "LogicalAnd" or "LogicalOr" or "BitwiseAnd" or "BitwiseOr" or "BitwiseXor" or "LeftShift" or "RightShift" or "BroadcastGradientArgs" or "BroadcastArgs" => static (_, _) => [null, null],
        _ => null,
    };

    /// <summary>Sums a gradient over the axes along which an input of an op was repeated, and gives it that input's shape.</summary>
    public static Tensor Unbroadcast(Tensor gradient, Tensor input, Tensor other) => Unbroadcast(gradient, input, other, null);

    private delegate Tensor Partial(Tensor gradient, Tensor x, Tensor y, Tensor result);

    private static GradientFunction Of(Partial? byX, Partial? byY) => (o, g) =>
    {
        Tensor x = o.Inputs[0], y = o.Inputs[1];
        var axes = RepeatedAxes(x.Shape, y.Shape) is null ? Ops.BroadcastGradientArgs(Ops.Shape(x), Ops.Shape(y)) : default((Tensor, Tensor)?);
        return [
            byX is null ? null : Unbroadcast(byX(g[0]!, x, y, o.Outputs[0]), x, y, axes?.Item1),
            byY is null ? null : Unbroadcast(byY(g[0]!, x, y, o.Outputs[0]), y, x, axes?.Item2)];
    };

    private static Tensor Unbroadcast(Tensor gradient, Tensor input, Tensor other, Tensor? axes)
    {
        if (input.Shape.IsFullyDefined && input.Shape == gradient.Shape) return gradient;
        if (RepeatedAxes(input.Shape, other.Shape) is { } known) return known.Length == 0 ? gradient : ReshapeLike(Ops.Sum(gradient, known), input);
        return Ops.Reshape(Ops.Sum(gradient, axes ?? Ops.BroadcastGradientArgs(Ops.Shape(input), Ops.Shape(other)).R0), Ops.Shape(input));
    }

    /// <summary>The axes of the result along which an input of this shape is repeated; null if unknown sizes leave that open.</summary>
    internal static int[]? RepeatedAxes(Shape input, Shape other)
    {
        if (!input.HasRank || !other.HasRank) return null;
        var axes = new List<int>();
        int rank = Math.Max(input.Rank, other.Rank);
        for (int i = 0; i < rank; i++)
        {
            int at = i - (rank - input.Rank), otherAt = i - (rank - other.Rank);
            long size = at < 0 ? 1 : input[at], otherSize = otherAt < 0 ? 1 : other[otherAt];
            // Next to a size of 1 nothing of this input is repeated; next to an unknown one it may be, unless it is itself known to be longer.
            if (at < 0 || (size == 1 && otherSize != 1)) axes.Add(i);
            else if (size < 0 && otherSize != 1) return null;
        }
        return [.. axes];
    }

    private static Tensor Where(Tensor condition, Tensor gradient) => Ops.SelectV2(condition, gradient, Number(0, gradient));

    // Not Where of the opposite comparison: with NaN neither of the two holds.
    private static Tensor Unless(Tensor condition, Tensor gradient) => Ops.SelectV2(condition, Number(0, gradient), gradient);

    private static Tensor NotZero(Tensor x) => Ops.Cast(Ops.NotEqual(x, Number(0, x)), x.DType);

    private static Tensor PowExponent(Tensor g, Tensor x, Tensor y, Tensor z)
    {
        x = Conj(x);
        Tensor zero = Number(0, x), usable = x.DType.IsComplex() ? Ops.NotEqual(x, zero) : x > zero;
        Tensor log = Ops.SelectV2(usable, Ops.Log(Ops.SelectV2(usable, x, Number(1, x))), zero);
        return g * Conj(z) * log;
    }

    private static Tensor IgammaGradA(Tensor a, Tensor x) => Ops.Execute("IgammaGradA", [a, x])[0];

    private static Tensor IgammaGradX(Tensor a, Tensor x) => Ops.Exp(-x + ((a - Number(1, a)) * Ops.Log(x)) - Ops.Lgamma(a));
}
