using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Reading and replacing variables.</summary>
internal static class VariableKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "ReadVariableOp" => new ObjectKernel(static (_, inputs) => [Resource.From<VariableResource>(inputs[0]).Read()]),
        "AssignVariableOp" => new ObjectKernel(Assign),
        _ => null,
    };

    private static EagerTensor[] Assign(Operation operation, EagerTensor[] inputs)
    {
        Resource.From<VariableResource>(inputs[0]).Assign(inputs[1]);
        return [];
    }
}
