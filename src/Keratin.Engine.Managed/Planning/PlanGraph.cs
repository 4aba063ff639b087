using Keratin.Engines.Managed.Kernels;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>A graph on its way to a <see cref="Plan"/>: numeric steps in the order of execution, over values of known shapes. Passes rewrite it.</summary>
internal sealed class PlanGraph(string name)
{
    public string Name { get; } = name;

    public List<PlanNode> Nodes { get; set; } = [];

    public PlanValue[] Arguments { get; set; } = [];

    public PlanValue[] Outputs { get; set; } = [];

    /// <summary>A number that changes when what <see cref="Invariants"/> keep changes.</summary>
    public PlanValue Identity { get; } = new(DType.Int64, Shape.Scalar, new Storage { IsKept = true });
}

/// <summary>A step: a kernel with its inputs and outputs.</summary>
internal sealed class PlanNode(Operation operation, NumericKernel kernel, PlanValue[] inputs, PlanValue[] outputs)
{
    /// <summary>The operation whose attributes the kernel reads and whose name errors tell; of a fused step, the leading one.</summary>
    public Operation Operation { get; } = operation;

    public NumericKernel Kernel { get; } = kernel;

    public PlanValue[] Inputs { get; } = inputs;

    public PlanValue[] Outputs { get; } = outputs;

    /// <summary>Where it stood among the steps when <see cref="DataFlow"/> looked last.</summary>
    public int Position { get; set; }

    /// <summary>Whether it depends on nothing but constants and variables that the plan does not write: see <see cref="Invariants"/>.</summary>
    public bool IsInvariant { get; set; }

    /// <summary>What the step is called in descriptions: the op, or of a fused step all ops.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether the step runs even if nobody uses its outputs.</summary>
    public bool HasEffect => Operation is Node { HasEffect: true } || WritesVariables;

    public bool WritesVariables => Kernel.UpdatesVariables || Array.Exists(Outputs, static output => output.Storage.Root.Variable is not null);

    /// <summary>Whether an output may be computed into the memory of an input of the same size that nobody needs any more.</summary>
    public Func<int, int, bool> MayShare { get; init; } = static (_, _) => false;

    /// <summary>Whether the step changes what is in a storage, a variable's.</summary>
    public bool Writes(Storage variable) =>
        Array.Exists(Outputs, output => output.Storage.Root == variable)
        || (Kernel.UpdatesVariables && Array.Exists(Inputs, input => input.IsVariableMemory && input.Storage.Root == variable));

    /// <summary>The step of one op as it stands in the graph.</summary>
    public static PlanNode Of(Operation operation, NumericKernel kernel, PlanValue[] inputs, PlanValue[] outputs, string? label = null) => new(operation, kernel, inputs, outputs)
    {
        Label = label ?? operation.Op.Name,
        MayShare = kernel.MayRunInPlace && outputs.Length > 0 ? (output, input) => output == 0 && inputs[input].DType == outputs[0].DType : static (_, _) => false,
    };

    /// <summary>A step of an elementwise op without attributes, which no node of the graph need stand for; null if the engine has no such kernel.</summary>
    public static PlanNode? Elementwise(string op, PlanValue[] inputs, PlanValue output, string? label = null) => KernelRegistry.Find(op) is ElementwiseKernel kernel
        ? Of(new Operation(OpDef.Get(op), OpDef.Get(op).NoAttrs, []), kernel, inputs, [output], label)
        : null;

    public override string ToString() => Label;
}

/// <summary>A value that flows through a plan: dtype and shape, and the memory that holds it. Views of one memory share its <see cref="Storage"/>.</summary>
internal sealed class PlanValue(DType dtype, Shape shape, Storage storage)
{
    public DType DType { get; } = dtype;

    public Shape Shape { get; } = shape;

    public Storage Storage { get; } = storage;

    /// <summary>The value, where it is known before running; of a variable's memory, its handle.</summary>
    public EagerTensor? Constant { get; init; }

    /// <summary>Whether this is what an op sees of a handle: the variable's memory, whatever it holds when the op runs.</summary>
    public bool IsVariableMemory { get; init; }

    /// <summary>Of a list, its elements, null where none was set; see <see cref="TensorLists"/>.</summary>
    public PlanValue?[]? Elements { get; init; }

    /// <summary>Of a list, the dtype of all elements.</summary>
    public DType ElementDType { get; init; }

    /// <summary>Of a list, what is known of the shape of all elements.</summary>
    public Shape ElementShape { get; init; }

    public TensorSpec Spec => new(DType, Shape);

    public bool IsNumeric => !DType.IsObject();

    /// <summary>Whether this is, or goes into, a variable's memory.</summary>
    public bool IsVariable => Storage.Root.Variable is not null;

    public nuint ByteLength => checked((nuint)Shape.ElementCount * (nuint)DType.Size());

    /// <summary>A value that a step will compute into memory of the plan.</summary>
    public static PlanValue Computed(DType dtype, Shape shape) => new(dtype, shape, new Storage());

    public static PlanValue Known(EagerTensor value) => new(value.DType, value.Shape, new Storage { Constant = value }) { Constant = value };

    public static PlanValue Argument(int index, DType dtype, Shape shape) => new(dtype, shape, new Storage { Argument = index });

    /// <summary>The same memory under another shape, or its bits as another dtype.</summary>
    public PlanValue ViewedAs(DType dtype, Shape shape) => dtype == DType && shape == Shape ? this : new(dtype, shape, Storage)
    {
        Constant = Constant is null ? null : dtype == DType ? Constant.WithShape(shape) : new EagerTensor(dtype, shape, Constant.Buffer, Constant.ByteOffset),
    };

    /// <summary>A list like this one, of other elements.</summary>
    public PlanValue WithElements(PlanValue?[] elements) => new(DType, Shape, new Storage()) { Elements = elements, ElementDType = ElementDType, ElementShape = ElementShape };

    public override string ToString() => $"{DType.Name()} {Shape}";
}

/// <summary>Memory that values live in: an argument's, a result's, a variable's, a constant's, or (none of these) the plan's own.</summary>
internal sealed class Storage
{
    private Storage? merged;

    public int Argument { get; init; } = -1;

    /// <summary>The result whose memory it is.</summary>
    public int Result { get; set; } = -1;

    public VariableResource? Variable { get; init; }

    public EagerTensor? Constant { get; init; }

    /// <summary>Whether it outlives the run: see <see cref="Invariants"/>.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether the memory is that of a run, to be written as it likes.</summary>
    public bool IsTemporary => Argument < 0 && Result < 0 && Variable is null && Constant is null && !IsKept;

    /// <summary>The storage that this became a part of, or itself.</summary>
    public Storage Root => merged is null ? this : merged = merged.Root;

    /// <summary>From now on both are the same memory: the other's.</summary>
    public void MergeInto(Storage other) => merged = other.Root;
}
