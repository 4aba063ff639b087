using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>How the engine carries out an op. One of three kinds below; an <see cref="ElementwiseKernel"/> is a NumericKernel of which more is known.</summary>
internal abstract record Kernel;

/// <summary>
/// Numbers in, numbers out, into memory that is there before it runs: what an executable's memory plan is made of.
/// An input of dtype resource stands for the variable's own memory.
/// </summary>
/// <param name="Bind">Makes the code for fixed shapes and attributes; called once per specialization, so all preparation belongs there.</param>
internal record NumericKernel(KernelFactory Bind) : Kernel
{
    /// <summary>Whether inputs of dtype resource are written in place.</summary>
    public bool UpdatesVariables { get; init; }

    /// <summary>
    /// Whether outputs are nothing but copies of input elements, zeros, or numbers that follow from shapes. Such a kernel also serves
    /// strings and handles: see <see cref="ObjectMovement"/>. Its inputs of dtype resource are plain elements.
    /// </summary>
    public bool MovesElements { get; init; }

    /// <summary>Whether output 0 may be computed into the memory of an input of the same size and dtype that nobody needs any more.</summary>
    public bool MayRunInPlace { get; init; }

    /// <summary>Runs in place of the code where an input's elements are objects (strings), if the op knows those.</summary>
    public Func<Operation, EagerTensor[], EagerTensor[]>? Objects { get; init; }
}

/// <summary>Each output has the bytes of the input of the same number under its own shape and dtype: nothing runs, memory is shared.</summary>
internal sealed record AliasKernel : Kernel;

/// <summary>Everything else: shapes that depend on values, strings, handles, functions. Allocates its outputs.</summary>
internal sealed record ObjectKernel(Func<Operation, EagerTensor[], EagerTensor[]> Run) : Kernel;

/// <summary>Makes a kernel's code for one place of use.</summary>
internal delegate KernelBody KernelFactory(KernelBinding binding);

/// <summary>A kernel's code for fixed shapes and attributes. Holds no mutable state: it may run on many threads at once.</summary>
internal delegate void KernelBody(in KernelArgs args);

/// <summary>Addresses for one run of a kernel.</summary>
internal readonly unsafe ref struct KernelArgs(nint* table, int* inputs, int* outputs, nint scratch)
{
    /// <summary>The first element of an input; of a resource, of the variable's value.</summary>
    public T* In<T>(int index) where T : unmanaged => (T*)table[inputs[index]];

    /// <summary>The first element of an output.</summary>
    public T* Out<T>(int index) where T : unmanaged => (T*)table[outputs[index]];

    /// <summary>Memory of the size that was asked for when binding, aligned to 64 bytes, not cleared.</summary>
    public byte* Scratch => (byte*)scratch;
}

/// <summary>What is fixed about one place of use of a kernel.</summary>
internal sealed class KernelBinding(Operation operation, TensorSpec[] inputs, TensorSpec[] outputs, EagerTensor?[] constants)
{
    public Operation Operation { get; } = operation;

    public Attrs Attrs => Operation.Attrs;

    /// <summary>Dtypes and fully defined shapes of the inputs; of a resource, those of the variable's value.</summary>
    public TensorSpec[] Inputs { get; } = inputs;

    /// <summary>Dtypes and fully defined shapes of the outputs.</summary>
    public TensorSpec[] Outputs { get; } = outputs;

    /// <summary>Bytes of scratch memory that each run gets.</summary>
    public nuint ScratchBytes { get; set; }

    /// <summary>The value of an input that is known before running, or null.</summary>
    public EagerTensor? Constant(int input) => constants[input];

    /// <summary>The value of an input that the code is made for: an axis, a permutation.</summary>
    /// <exception cref="ValueNotKnownException">It is only known when running: the op is then bound anew for each run.</exception>
    public EagerTensor Required(int input) => constants[input] ?? throw new ValueNotKnownException();

    public Engines.OpException Error(string message) => new(Operation, message);
}

/// <summary>A kernel can't be bound yet because the value of an input is not known yet.</summary>
internal sealed class ValueNotKnownException : Exception;
