using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of mathematical functions of one tensor.</summary>
internal static class UnaryGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Neg" => Of(static (g, x, y) => -g),
        "Abs" => Of(static (g, x, y) => g * Ops.Sign(x)),
        "Square" => Of(static (g, x, y) => g * (Number(2, x) * Conj(x))),
        "Reciprocal" or "Inv" => Of(static (g, x, y) => Ops.ReciprocalGrad(y, g)),
        "Sqrt" => Of(static (g, x, y) => Ops.SqrtGrad(y, g)),
        "Rsqrt" => Of(static (g, x, y) => Ops.RsqrtGrad(y, g)),
        "Exp" => Of(static (g, x, y) => g * Conj(y)),
        "Expm1" => Of(static (g, x, y) => g * Ops.Exp(Conj(x))),
        "Log" => Of(static (g, x, y) => g * Ops.Reciprocal(Conj(x))),
        "Log1p" => Of(static (g, x, y) => g * Ops.Reciprocal(One(x) + Conj(x))),
        "Tanh" => Of(static (g, x, y) => Ops.TanhGrad(Conj(y), g)),
        "Sigmoid" => Of(static (g, x, y) => Ops.SigmoidGrad(Conj(y), g)),
        "Sin" => Of(static (g, x, y) => g * Ops.Cos(Conj(x))),
        "Cos" => Of(static (g, x, y) => -g * Ops.Sin(Conj(x))),
        "Tan" => Of(static (g, x, y) => g * Ops.Square(Ops.Reciprocal(Ops.Cos(Conj(x))))),
        "Sinh" => Of(static (g, x, y) => g * Ops.Cosh(Conj(x))),
        "Cosh" => Of(static (g, x, y) => g * Ops.Sinh(Conj(x))),
        "Asin" => Of(static (g, x, y) => g * Ops.Rsqrt(One(x) - Ops.Square(Conj(x)))),
        "Acos" => Of(static (g, x, y) => -g * Ops.Rsqrt(One(x) - Ops.Square(Conj(x)))),
        "Atan" => Of(static (g, x, y) => g * Ops.Reciprocal(One(x) + Ops.Square(Conj(x)))),
        "Asinh" => Of(static (g, x, y) => g / Ops.Cosh(Conj(y))),
        "Acosh" => Of(static (g, x, y) => g / Ops.Sinh(Conj(y))),
        "Atanh" => Of(static (g, x, y) => g * Ops.Reciprocal(One(x) - Ops.Square(Conj(x)))),
        "Erf" => Of(static (g, x, y) => Number(2 / Math.Sqrt(Math.PI), x) * g * Ops.Exp(-Ops.Square(x))),
        "Erfc" => Of(static (g, x, y) => Number(-2 / Math.Sqrt(Math.PI), x) * g * Ops.Exp(-Ops.Square(x))),
        "Erfinv" => Of(static (g, x, y) => Number(Math.Sqrt(Math.PI) / 2, x) * g * Ops.Exp(Ops.Square(y))),
        "Ndtri" => Of(static (g, x, y) => Number(Math.Sqrt(2 * Math.PI), x) * g * Ops.Exp(Ops.Square(y) * Number(0.5, x))),
        "Lgamma" => Of(static (g, x, y) => g * Ops.Digamma(x)),
        "Digamma" => Of(static (g, x, y) => g * Ops.Polygamma(One(x), x)),
        "BesselI0" => Of(static (g, x, y) => g * Ops.BesselI1(x)),
        "BesselI0e" => Of(static (g, x, y) => g * (Ops.BesselI1e(x) - (Ops.Sign(x) * y))),
        "BesselI1" => Of(static (g, x, y) => g * NearZero(x, Ops.BesselI0(x), safe => Ops.BesselI0(safe) - (y / safe), One(x))),
        "BesselI1e" => Of(static (g, x, y) => g * NearZero(x, y, safe => Ops.BesselI0e(safe) - (y * (Ops.Sign(safe) + Ops.Reciprocal(safe))), Number(0.5, x))),
        "BesselJ0" => Of(static (g, x, y) => -g * Special("BesselJ1", x)),
        "BesselJ1" => Of(static (g, x, y) => g * NearZero(x, x, safe => Special("BesselJ0", safe) - (y / safe), Number(0.5, x))),
        "BesselK0" => Of(static (g, x, y) => -g * Special("BesselK1", x)),
        "BesselK0e" => Of(static (g, x, y) => g * (y - Special("BesselK1e", x))),
        "BesselK1" => Of(static (g, x, y) => -g * (Special("BesselK0", x) + (y / x))),
        "BesselK1e" => Of(static (g, x, y) => g * ((y * (One(x) - Ops.Reciprocal(x))) - Special("BesselK0e", x))),
        "BesselY0" => Of(static (g, x, y) => -g * Special("BesselY1", x)),
        "BesselY1" => Of(static (g, x, y) => g * (Special("BesselY0", x) - (y / x))),
        "Dawsn" => Of(static (g, x, y) => g * (One(x) - (Number(2, x) * x * y))),
        "Expint" => Of(static (g, x, y) => g * Ops.Exp(x) / x),
        "FresnelCos" => Of(static (g, x, y) => g * Ops.Cos(Number(Math.PI / 2, x) * Ops.Square(x))),
        "FresnelSin" => Of(static (g, x, y) => g * Ops.Sin(Number(Math.PI / 2, x) * Ops.Square(x))),
        "Spence" => Of(static (g, x, y) => g * NearZero(x - One(x), x, _ => Ops.Log(x) / (One(x) - x), -One(x))),
        "Real" => Of(static (g, x, y) => Ops.Complex(g, Number(0, g), x.DType)),
        "Imag" => Of(static (g, x, y) => Ops.Complex(Number(0, g), g, x.DType)),
        "Conj" => Of(static (g, x, y) => Ops.Conj(g)),
        "ComplexAbs" => Of(static (g, x, y) => Ops.DivNoNan(Ops.Complex(g, Ops.ZerosLike(g), x.DType), Ops.Complex(y, Ops.ZerosLike(y), x.DType)) * x),
        "Angle" => Of(static (g, x, y) => -Ops.Complex(g, Number(0, g), x.DType) * Ops.Reciprocal(Ops.Complex(Ops.Imag(x, y.DType), Ops.Real(x, y.DType), x.DType))),
        "Cast" => static (o, g) => [o.Inputs[0].DType.IsDifferentiable() && o.Outputs[0].DType.IsDifferentiable() ? Ops.Cast(g[0]!, o.Inputs[0].DType) : null],
        "CheckNumerics" => static (o, g) => [Ops.CheckNumerics(g[0]!, "Not a number (NaN) or infinity (Inf) values detected in gradient. " + o.Attrs.Text("message"))],
        "Sign" => Of(static (g, x, y) => Ops.ZerosLike(x)),
        "Floor" or "Ceil" or "Round" or "Rint" or "Invert" or "IsNan" or "IsInf" or "IsFinite" or "LogicalNot" or "Bucketize" or "PopulationCount" => static (_, _) => [null],
        "ReciprocalGrad" or "InvGrad" => static (o, g) =>
        {
            Tensor y = Conj(o.Inputs[0]), dy = o.Inputs[1], up = Conj(g[0]!);
            return [up * Number(-2, y) * dy * o.Inputs[0], Ops.ReciprocalGrad(y, g[0]!)];
        },
        "SqrtGrad" => static (o, g) =>
        {
            Tensor ratio = g[0]! / Conj(o.Inputs[0]);
            return [-Conj(ratio) * o.Outputs[0], Number(0.5, ratio) * ratio];
        },
        "RsqrtGrad" => static (o, g) =>
        {
            Tensor y = Conj(o.Inputs[0]), dy = o.Inputs[1];
            return [Number(-1.5, y) * Conj(g[0]!) * dy * Ops.Square(o.Inputs[0]), Ops.RsqrtGrad(o.Inputs[0], g[0]!)];
        },
        "TanhGrad" => static (o, g) => [g[0]! * Number(-2, g[0]!) * Conj(o.Inputs[1]) * Conj(o.Inputs[0]), Ops.TanhGrad(Conj(o.Inputs[0]), g[0]!)],
        "SigmoidGrad" => static (o, g) =>
        {
            Tensor product = g[0]! * Conj(o.Inputs[1]);
            return [product - (Number(2, product) * product * Conj(o.Inputs[0])), Ops.SigmoidGrad(Conj(o.Inputs[0]), g[0]!)];
        },
        _ => null,
    };

    /// <summary>A gradient made of the output's, the input and the output.</summary>
    internal static GradientFunction Of(Func<Tensor, Tensor, Tensor, Tensor> gradient) => (o, g) => [gradient(g[0]!, o.Inputs[0], o.Outputs[0])];

    private static Tensor Special(string op, Tensor x) => Ops.Execute(op, [x])[0];

    private static Tensor One(Tensor like) => Number(1, like);

    // Where a formula divides by x, a tiny x is replaced by 1 and the result by its limit.
    private static Tensor NearZero(Tensor x, Tensor like, Func<Tensor, Tensor> formula, Tensor limit)
    {
        Tensor usual = Ops.Abs(x) > Number(x.DType == DType.Float64 ? 2.220446049250313e-16 : 1.1920929e-7, x);
        Tensor safe = Ops.SelectV2(usual, x, Ops.OnesLike(like));
        return Ops.SelectV2(usual, formula(safe), limit);
    }
}
