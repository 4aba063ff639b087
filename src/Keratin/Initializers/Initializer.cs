using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>Makes a weight's first value (<c>keras.initializers.Initializer</c>). Computed on the host, when the value is first needed.</summary>
[KerasObject(Module = "keras.initializers")]
public abstract partial class Initializer : KerasObject
{
    /// <summary>A value of this shape and dtype.</summary>
    public abstract EagerTensor Create(Shape shape, DType dtype = DType.Float32);
}
