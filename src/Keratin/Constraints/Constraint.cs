using Keratin.Serialization;

namespace Keratin.Constraints;

/// <summary>Keeps a weight's values in bounds after each training step (<c>keras.constraints.Constraint</c>).</summary>
[KerasObject(Module = "keras.constraints")]
public abstract partial class Constraint : KerasObject
{
    /// <summary>The nearest value within the bounds.</summary>
    public abstract Tensor Apply(Tensor weight);
}
