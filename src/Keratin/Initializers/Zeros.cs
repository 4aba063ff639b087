using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>All zeros (<c>keras.initializers.Zeros</c>).</summary>
[KerasObject("Zeros")]
public sealed partial class Zeros : Initializer
{
    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) => Tensor.Zeros(shape, dtype);
}
