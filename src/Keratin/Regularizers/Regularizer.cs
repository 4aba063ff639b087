using Keratin.Serialization;

namespace Keratin.Regularizers;

/// <summary>A penalty on a tensor, added to the loss (<c>keras.regularizers.Regularizer</c>).</summary>
[KerasObject(Module = "keras.regularizers")]
public abstract partial class Regularizer : KerasObject
{
    /// <summary>The penalty, a scalar.</summary>
    public abstract Tensor Apply(Tensor value);
}
