using Keratin.Serialization;

namespace Keratin.Layers;

[KerasObject("NotEqual", Unexported = true)]
internal sealed partial class NotEqualOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.NotEqual(left, right);
}

[KerasObject("Equal", Unexported = true)]
internal sealed partial class EqualOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.Equal(left, right);
}

[KerasObject("Greater", Unexported = true)]
internal sealed partial class GreaterOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left > right;
}

[KerasObject("GreaterEqual", Unexported = true)]
internal sealed partial class GreaterEqualOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left >= right;
}

[KerasObject("Less", Unexported = true)]
internal sealed partial class LessOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left < right;
}

[KerasObject("LessEqual", Unexported = true)]
internal sealed partial class LessEqualOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left <= right;
}

[KerasObject("Add", Unexported = true)]
internal sealed partial class AddOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left + right;
}

[KerasObject("Subtract", Unexported = true)]
internal sealed partial class SubtractOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left - right;
}

[KerasObject("Multiply", Unexported = true)]
internal sealed partial class MultiplyOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left * right;
}

[KerasObject("Divide", Unexported = true)]
internal sealed partial class DivideOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left / right;
}

[KerasObject("TrueDivide", Unexported = true)]
internal sealed partial class TrueDivideOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => left / right;
}

[KerasObject("FloorDivide", Unexported = true)]
internal sealed partial class FloorDivideOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.FloorDiv(left, right);
}

[KerasObject("Mod", Unexported = true)]
internal sealed partial class ModOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.FloorMod(left, right);
}

[KerasObject("Power", Unexported = true)]
internal sealed partial class PowerOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.Pow(left, right);
}

[KerasObject("Maximum", Unexported = true)]
internal sealed partial class MaximumOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.Maximum(left, right);
}

[KerasObject("Minimum", Unexported = true)]
internal sealed partial class MinimumOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.Minimum(left, right);
}

[KerasObject("LogicalAnd", Unexported = true)]
internal sealed partial class LogicalAndOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.LogicalAnd(left, right);
}

[KerasObject("LogicalOr", Unexported = true)]
internal sealed partial class LogicalOrOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.LogicalOr(left, right);
}

[KerasObject("Matmul", Unexported = true)]
internal sealed partial class MatmulOperation : BinaryOperation
{
    private protected override Tensor Compute(Tensor left, Tensor right) => Ops.BatchMatMulV2(left, right);
}
