namespace Keratin.Engines.Managed.Kernels;

/// <summary>Which input of an optimizer's op is what, and whether their shapes fit.</summary>
internal sealed class UpdateSignature
{
    private readonly List<int> variables = [];
    private readonly List<int> numbers = [];
    private readonly KernelBinding binding;

    public UpdateSignature(KernelBinding binding)
    {
        this.binding = binding;
        var arguments = binding.Operation.Op.Inputs;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type == DType.Resource) variables.Add(i);
            else if (arguments[i].Name is "grad" or "delta") Gradient = i;
            else if (arguments[i].Name == "indices") Indices = i;
            else numbers.Add(i);
        }
        foreach (string name in (ReadOnlySpan<string>)["use_nesterov", "update_slots", "multiply_linear_by_lr"])
            if (binding.Attrs.TryGet(name, out var flag)) Flag = flag.Bool;
        Check();
    }

    public IReadOnlyList<int> Variables => variables;

    public IReadOnlyList<int> Numbers => numbers;

    public int Gradient { get; }

    /// <summary>The input that says which rows the gradient is for, or -1 where it is for all.</summary>
    public int Indices { get; } = -1;

    public bool Flag { get; }

    /// <summary>Whether a number is an int64 (a count of steps) rather than of the variables' type.</summary>
    public bool IsInteger(int number) => binding.Inputs[numbers[number]].DType == DType.Int64;

    private void Check()
    {
        var trained = binding.Inputs[variables[0]];
        foreach (int input in variables)
            if (binding.Inputs[input] is var slot && (slot.DType != trained.DType || slot.Shape != trained.Shape))
                throw binding.Error($"the variable is {trained.DType.Name()} {trained.Shape}, its slot (input {input}) {slot.DType.Name()} {slot.Shape}; they must be alike.");
        foreach (int input in numbers)
            if (binding.Inputs[input].Shape.Rank != 0) throw binding.Error($"input {input} must be a scalar; its shape is {binding.Inputs[input].Shape}.");

        var gradient = binding.Inputs[Gradient];
        if (gradient.DType != trained.DType) throw binding.Error($"the gradient is {gradient.DType.Name()}, the variable {trained.DType.Name()}.");
        if (Indices < 0)
        {
            if (gradient.Shape != trained.Shape) throw binding.Error($"the gradient's shape {gradient.Shape} is not that of the variable, {trained.Shape}.");
            return;
        }
        var indices = binding.Inputs[Indices].Shape;
        if (trained.Shape.Rank == 0 || indices.Rank != 1) throw binding.Error($"rows are updated of a variable of shape {trained.Shape} by a vector of indices of shape {indices}; the variable needs an axis, the indices one only.");
        if (gradient.Shape != trained.Shape.With(0, indices[0])) throw binding.Error($"the gradient's shape must be {trained.Shape.With(0, indices[0])}, a row for each index; it is {gradient.Shape}.");
    }
}
