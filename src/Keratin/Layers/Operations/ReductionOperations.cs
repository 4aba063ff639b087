using Keratin.Serialization;

namespace Keratin.Layers;

[KerasObject("Mean", Unexported = true)]
internal sealed partial class MeanOperation : ReductionOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Mean(x, Axes(x), Keepdims);
}

[KerasObject("Sum", Unexported = true)]
internal sealed partial class SumOperation : ReductionOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Sum(x, Axes(x), Keepdims);
}

[KerasObject("Max", Unexported = true)]
internal sealed partial class MaxOperation : ReductionOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Max(x, Axes(x), Keepdims);
}

[KerasObject("Min", Unexported = true)]
internal sealed partial class MinOperation : ReductionOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Min(x, Axes(x), Keepdims);
}

[KerasObject("Prod", Unexported = true)]
internal sealed partial class ProdOperation : ReductionOperation
{
    private protected override Tensor Compute(Tensor x) => Ops.Prod(x, Axes(x), Keepdims);
}
