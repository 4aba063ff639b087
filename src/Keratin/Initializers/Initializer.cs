using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>
/// Makes the first value of a weight (<c>keras.initializers.Initializer</c>). Initializers compute on the host: a new model needs
/// no engine until it is called. A name such as <c>"he_normal"</c> converts to one.
/// </summary>
[KerasObject(Module = "keras.initializers")]
public abstract partial class Initializer : KerasObject
{
    /// <summary>The value for a weight of this shape and dtype.</summary>
    /// <exception cref="ArgumentException">The initializer can't make a weight of this shape or dtype.</exception>
    public abstract EagerTensor Create(Shape shape, DType dtype = DType.Float32);

    /// <summary>An initializer by Keras's name, with its defaults (<c>keras.initializers.get</c>).</summary>
    /// <exception cref="KerasConfigException">Nothing has the name.</exception>
    public static Initializer Get(string name) => KerasObjects.Get<Initializer>(name);

    /// <summary>As <see cref="Get"/>.</summary>
    public static implicit operator Initializer(string name) => Get(name);
}
