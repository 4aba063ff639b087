namespace Keratin.Layers;

public abstract partial class Layer
{
    /// <summary>A weight's value in the compute dtype.</summary>
    protected Tensor Read(Weight weight)
    {
        var value = weight.Value;
        return Autocast && value.DType != ComputeDType && value.DType.IsFloating() ? Ops.Cast(value, ComputeDType) : value;
    }
}
