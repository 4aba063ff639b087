namespace Keratin;

/// <summary>A value that ops can change (<c>tf.Variable</c>): a model's weight, an optimizer's moment, a counter.</summary>
public class Variable
{
    /// <summary>A variable that starts with a value.</summary>
    public Variable(EagerTensor initialValue, string name = "Variable", bool trainable = true)
    {
        Resource = new VariableResource(name, initialValue.DType, initialValue.Shape);
        Resource.Assign(initialValue);
        Trainable = trainable;
    }

    /// <summary>A variable without a value: it must be assigned before it is read.</summary>
    public Variable(DType dtype, Shape shape, string name = "Variable", bool trainable = true)
    {
        Resource = new VariableResource(name, dtype, shape);
        Trainable = trainable;
    }

    /// <summary>A variable whose first value is made when it is first needed.</summary>
    public Variable(DType dtype, Shape shape, Func<EagerTensor> initializer, string name = "Variable", bool trainable = true)
    {
        Resource = new VariableResource(name, dtype, shape, initializer);
        Trainable = trainable;
    }

    /// <summary>The storage.</summary>
    public VariableResource Resource { get; }

    /// <summary>The handle by which ops refer to this variable.</summary>
    public EagerTensor Handle => Resource.Handle;

    /// <summary>The name given.</summary>
    public string Name => Resource.Name;

    /// <summary>The element type.</summary>
    public DType DType => Resource.DType;

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => Resource.Shape;

    /// <summary>Whether gradients are taken for it by default.</summary>
    public bool Trainable { get; set; }

    /// <summary>The value now; under tracing, a tensor that will read it.</summary>
    public Tensor Value => Ops.ReadVariableOp(Handle, DType);

    /// <summary>Replaces the value.</summary>
    public void Assign(Tensor value) => Ops.AssignVariableOp(Handle, value);

    /// <summary>Adds to the value.</summary>
    public void AssignAdd(Tensor delta) => Ops.AssignAddVariableOp(Handle, delta);

    /// <summary>Subtracts from the value.</summary>
    public void AssignSub(Tensor delta) => Ops.AssignSubVariableOp(Handle, delta);

    /// <summary>The value, wherever a tensor is expected.</summary>
    public static implicit operator Tensor(Variable variable) => variable.Value;

    /// <inheritdoc/>
    public override string ToString() => $"<Variable '{Name}' shape={Shape} dtype={DType.Name()}>";
}
