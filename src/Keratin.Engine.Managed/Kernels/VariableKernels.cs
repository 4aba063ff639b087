using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Making variables, reading, replacing and adding to them.</summary>
internal static class VariableKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "VarHandleOp" => new ObjectKernel(MakeHandle),
        "ReadVariableOp" => new ObjectKernel(static (operation, inputs) => [Expect(operation, Resource.From<VariableResource>(inputs[0]).Read())]),
        "AssignVariableOp" => new ObjectKernel(Assign),
        "AssignAddVariableOp" => Accumulate.Kernel("Add"),
        "AssignSubVariableOp" => Accumulate.Kernel("Sub"),
        "VarIsInitializedOp" => new ObjectKernel(static (_, inputs) => [Tensor.Scalar(inputs[0].Objects[0] is VariableResource { IsInitialized: true })]),
        "VariableShape" => new ObjectKernel(Shape),
        "DestroyResourceOp" => new ObjectKernel(Destroy),
        "DisableCopyOnRead" or "NoOp" => new ObjectKernel(static (_, _) => []),
        _ => null,
    };

    private static EagerTensor[] MakeHandle(Operation operation, EagerTensor[] inputs)
    {
        var attrs = operation.Attrs;
        DType dtype = attrs.Type("dtype");
        var shape = attrs.Shape("shape");
        string name = attrs.Text("shared_name");
        return [ResourceContainer.Current.Find(attrs.Text("container"), name, () => new VariableResource(name, dtype, shape)).Handle];
    }

    private static EagerTensor Expect(Operation operation, EagerTensor value)
    {
        var dtype = operation.Attrs.Type("dtype");
        return value.DType == dtype ? value : throw new OpException(operation, $"the variable holds {value.DType.Name()}, not {dtype.Name()}.");
    }

    private static EagerTensor[] Assign(Operation operation, EagerTensor[] inputs)
    {
        Resource.From<VariableResource>(inputs[0]).Assign(inputs[1]);
        return [];
    }

    private static EagerTensor[] Shape(Operation operation, EagerTensor[] inputs)
    {
        var dims = Resource.From<VariableResource>(inputs[0]).Peek().Shape;
        return [operation.Attrs.Type("out_type") == DType.Int64 ? Tensor.From(dims.ToArray()) : Tensor.From(dims.ToInt32Array())];
    }

    private static EagerTensor[] Destroy(Operation operation, EagerTensor[] inputs)
    {
        var resource = Resource.From<Resource>(inputs[0]);
        if (!ResourceContainer.Current.Remove(resource) && !operation.Attrs.Bool("ignore_lookup_error"))
            throw new OpException(operation, $"there is no resource named '{resource.Name}' to destroy.");
        return [];
    }
}
