using Keratin.Serialization;

namespace Keratin.Layers;

[KerasObject("Negative", Unexported = true)]
internal sealed partial class NegativeOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => -x;
}

[KerasObject("Absolute", Unexported = true)]
internal sealed partial class AbsoluteOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Abs(x);
}

[KerasObject("Exp", Unexported = true)]
internal sealed partial class ExpOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Exp(x);
}

[KerasObject("Log", Unexported = true)]
internal sealed partial class LogOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Log(x);
}

[KerasObject("Sqrt", Unexported = true)]
internal sealed partial class SqrtOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Sqrt(x);
}

[KerasObject("Square", Unexported = true)]
internal sealed partial class SquareOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Square(x);
}

[KerasObject("Tanh", Unexported = true)]
internal sealed partial class TanhOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Tanh(x);
}

[KerasObject("Sin", Unexported = true)]
internal sealed partial class SinOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Sin(x);
}

[KerasObject("Cos", Unexported = true)]
internal sealed partial class CosOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Cos(x);
}

[KerasObject("Sign", Unexported = true)]
internal sealed partial class SignOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Sign(x);
}

[KerasObject("Floor", Unexported = true)]
internal sealed partial class FloorOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Floor(x);
}

[KerasObject("Ceil", Unexported = true)]
internal sealed partial class CeilOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Ceil(x);
}

[KerasObject("LogicalNot", Unexported = true)]
internal sealed partial class LogicalNotOperation : UnaryOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.LogicalNot(x);
}
