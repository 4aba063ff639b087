namespace Keratin.Operations;

/// <summary>Shapes of ops that work element by element.</summary>
internal static class ElementwiseShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Abs" or "Acos" or "Acosh" or "Angle" or "Asin" or "Asinh" or "Atan" or "Atanh" or "Cast" or "Ceil" or "CheckNumerics" or "CheckNumericsV2" or "ComplexAbs" or "Conj" or "Cos" or "Cosh"
            or "Digamma" or "Elu" or "Erf" or "Erfc" or "Erfinv" or "Exp" or "Expm1" or "Floor" or "Imag" or "Inv" or "Invert" or "IsFinite" or "IsInf" or "IsNan"
            or "LeakyRelu" or "Lgamma" or "Log" or "Log1p" or "LogicalNot" or "Ndtri" or "Neg" or "PopulationCount" or "Real" or "Reciprocal" or "Relu" or "Relu6"
            or "Rint" or "Round" or "Rsqrt" or "Selu" or "Sigmoid" or "Sign" or "Sin" or "Sinh" or "Softplus" or "Softsign" or "Sqrt" or "Square" or "Tan" or "Tanh"
            or "BesselI0" or "BesselI1" or "BesselI0e" or "BesselI1e" or "BesselJ0" or "BesselJ1" or "BesselK0" or "BesselK1" or "BesselK0e" or "BesselK1e"
            or "BesselY0" or "BesselY1" or "Dawsn" or "Expint" or "FresnelCos" or "FresnelSin" or "Spence" or "Bucketize" or "_Relu6" => static c => c.Outputs[0] = c.Input(0),
        "Add" or "AddV2" or "Atan2" or "BitwiseAnd" or "BitwiseOr" or "BitwiseXor" or "Complex" or "Div" or "DivNoNan" or "FloorDiv" or "FloorMod"
            or "Greater" or "GreaterEqual" or "Igamma" or "Igammac" or "IgammaGradA" or "LeftShift" or "Less" or "LessEqual" or "LogicalAnd" or "LogicalOr" or "Maximum" or "Minimum"
            or "Mod" or "Mul" or "MulNoNan" or "NextAfter" or "Polygamma" or "Pow" or "RealDiv" or "RightShift" or "SquaredDifference" or "Sub" or "TruncateDiv"
            or "TruncateMod" or "Xdivy" or "Xlog1py" or "Xlogy" or "Zeta" => static c => c.Outputs[0] = c.Broadcast(c.Input(0), c.Input(1)),
        "ApproximateEqual" or "EluGrad" or "InvGrad" or "LeakyReluGrad" or "ReciprocalGrad" or "Relu6Grad" or "ReluGrad" or "RsqrtGrad" or "SeluGrad" or "SigmoidGrad" or "SoftplusGrad"
            or "SoftsignGrad" or "SqrtGrad" or "TanhGrad" => static c => c.Outputs[0] = c.Merge(c.Input(0), c.Input(1)),
        "Equal" or "NotEqual" => Equality,
        "SelectV2" or "Betainc" => static c => c.Outputs[0] = c.Broadcast(c.Broadcast(c.Input(0), c.Input(1)), c.Input(2)),
        "Select" => Select,
        "ClipByValue" => Clip,
        "AddN" or "AccumulateNV2" => AddN,
        _ => null,
    };

    /// <summary>NumPy's broadcasting of two shapes.</summary>
    public static Shape Broadcast(this InferenceContext c, Shape left, Shape right)
    {
        if (!left.HasRank || !right.HasRank) return Shape.Unknown;
        if (left == right) return left;
        var dims = new long[Math.Max(left.Rank, right.Rank)];
        for (int i = 1; i <= dims.Length; i++)
        {
            long a = i <= left.Rank ? left[^i] : 1, b = i <= right.Rank ? right[^i] : 1;
            // An unknown size next to a known one above 1 must be that one, or 1.
            dims[^i] = a == 1 ? b : b == 1 ? a : a < 0 ? b : b < 0 || a == b ? a
                : throw c.Error($"shapes {left} and {right} can't be broadcast: sizes {a} and {b} differ and neither is 1.");
        }
        return Shape.Create(dims);
    }

    // With incompatible_shape_error off, tensors that can't be broadcast are compared as wholes: the result is one bool.
    private static void Equality(InferenceContext c)
    {
        if (c.Attrs.Bool("incompatible_shape_error")) c.Outputs[0] = c.Broadcast(c.Input(0), c.Input(1));
        else if (c.Input(0).IsFullyDefined && c.Input(1).IsFullyDefined) c.Outputs[0] = CanBroadcast(c.Input(0), c.Input(1)) ? c.Broadcast(c.Input(0), c.Input(1)) : Shape.Scalar;
    }

    private static bool CanBroadcast(Shape left, Shape right)
    {
        for (int i = 1; i <= Math.Min(left.Rank, right.Rank); i++)
            if (left[^i] != right[^i] && left[^i] != 1 && right[^i] != 1) return false;
        return true;
    }

    private static void Select(InferenceContext c)
    {
        Shape condition = c.Input(0), value = c.Merge(c.Input(1), c.Input(2));
        bool rows = condition.Rank == 1 && value.Rank >= 1;
        if (rows && condition[0] >= 0 && value[0] >= 0 && condition[0] != value[0]) throw c.Error($"a condition of shape {condition} can't choose among the rows of {value}.");
        c.Outputs[0] = condition.HasRank && condition.Rank > 0 && !rows ? c.Merge(value, condition) : value;
    }

    private static void Clip(InferenceContext c)
    {
        var value = c.Input(0);
        for (int i = 1; i <= 2; i++)
            if (c.Input(i) is { HasRank: true } bound && value.HasRank && !c.Broadcast(value, bound).IsCompatibleWith(value)) throw c.Error($"a bound of shape {bound} does not fit the shape {value}.");
        c.Outputs[0] = value;
    }

    private static void AddN(InferenceContext c)
    {
        var sum = c.Input(0);
        for (int i = 1; i < c.InputCount; i++) sum = c.Merge(sum, c.Input(i));
        c.Outputs[0] = sum;
    }
}
