using Keratin.Engines.TensorFlow.Functions;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Engines.TensorFlow.Resources;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>Runs one op on values (<c>TFE_Execute</c>). Dtypes and counts that follow from the inputs are inferred by TensorFlow, as are defaults.</summary>
internal static unsafe class EagerCall
{
    private const int MostOnStack = 64;

    public static EagerTensor[] Run(EagerContext context, OpDef op, ReadOnlySpan<Tensor> given, Attrs attrs)
    {
        Span<nint> handles = given.Length <= MostOnStack ? stackalloc nint[MostOnStack] : new nint[given.Length];
        Span<bool> temporary = given.Length <= MostOnStack ? stackalloc bool[MostOnStack] : new bool[given.Length];
        var inputs = new Inputs(context, handles, temporary);
        var values = new EagerTensor[given.Length];
        try
        {
            for (int i = 0; i < values.Length; i++) inputs.Add(values[i] = given[i].Value);
            int outputCount = OutputCount(op, values, attrs);
            // Functions are registered, and constants made, before the op is begun.
            foreach (var (_, value) in attrs.Given) Prepare(value, context.Functions);

            nint call = Begin(context, op, values, attrs, inputs.Handles);
            var results = Execute(call, op.Name, outputCount, context);
            if (op.Name == "VarHandleOp") return [DeviceVariable.Adopt(results[0], attrs, context)];
            if (op.Name == "ReadVariableOp") DeviceVariable.CheckRead(values[0], results[0]);
            return results;
        }
        finally
        {
            inputs.Dispose();
            GC.KeepAlive(values);
        }
    }

    /// <summary>This thread's op, filled with inputs and attributes: ready to be executed.</summary>
    public static nint Begin(EagerContext context, OpDef op, Tensor[] inputs, Attrs attrs, ReadOnlySpan<nint> handles)
    {
        nint call = NativeOp.Begin(context, Utf8.Name(op.Name), op.Name);
        SetAttributes(call, op, inputs, attrs, context.Functions);
        AddInputs(call, op, handles, attrs);
        return call;
    }

    /// <summary>Runs a call that has its inputs and attributes.</summary>
    public static EagerTensor[] Execute(nint call, string label, int outputCount, EagerContext context)
    {
        Span<nint> handles = outputCount <= MostOnStack ? stackalloc nint[MostOnStack] : new nint[outputCount];
        int count = outputCount;
        fixed (nint* first = handles) Native.TFE_Execute(call, first, &count, Status.Own);
        Status.Check(label);
        var results = new EagerTensor[count];
        for (int i = 0; i < count; i++) results[i] = Results.Take(handles[i], context);
        return results;
    }

    private static int OutputCount(OpDef op, EagerTensor[] inputs, Attrs attrs)
    {
        foreach (var output in op.Outputs)
            if (output.IsList) return Signature.OutputTypes(op, inputs, attrs).Length;
        return op.Outputs.Length;
    }

    private static void AddInputs(nint call, OpDef op, ReadOnlySpan<nint> handles, Attrs attrs)
    {
        int position = 0;
        int[]? counts = Array.Exists(op.Inputs, static input => input.IsList) ? Signature.InputCounts(op, handles.Length, attrs) : null;
        for (int i = 0; i < op.Inputs.Length; i++)
        {
            int count = counts is null ? 1 : counts[i];
            if (count < 0 || position + count > handles.Length) throw WrongCount(op, handles.Length);
            // TensorFlow infers from a list only if it is the one input; told everything, it takes tensors one by one.
            if (!op.Inputs[i].IsList || op.Inputs.Length > 1)
                foreach (nint handle in handles.Slice(position, count)) Native.TFE_OpAddInput(call, handle, Status.Own);
            else
                fixed (nint* list = handles.Slice(position, count)) Native.TFE_OpAddInputList(call, list, count, Status.Own);
            Status.Check(op.Name);
            position += count;
        }
        if (position != handles.Length) throw WrongCount(op, handles.Length);
    }

    private static OpException WrongCount(OpDef op, int given) =>
        new(op.Name, $"{given} inputs were given, which don't fit its inputs ({string.Join(", ", Array.ConvertAll(op.Inputs, static input => input.IsList ? input.Name + "[]" : input.Name))}).");

    // Attributes come before inputs: what is set already is not inferred, and of several lists TensorFlow would infer the wrong dtypes.
    private static void SetAttributes(nint call, OpDef op, Tensor[] inputs, Attrs attrs, FunctionLibrary functions)
    {
        foreach (var (name, value) in attrs.Given)
            if (name[0] != '_') Set(call, op.Name, name, value, functions);
        if (op.Inputs.Length < 2 || !Array.Exists(op.Inputs, static input => input.IsList)) return;
        foreach (var (name, value) in Signature.Complete(op, inputs, attrs))
            if (value.Kind is AttrKind.Type or AttrKind.Types or AttrKind.Int) Set(call, op.Name, name, value, functions);
    }

    private static void Prepare(AttrValue value, FunctionLibrary functions)
    {
        if (value.Kind == AttrKind.Func) functions.Register(value.Func);
        else if (value.Kind == AttrKind.Funcs)
            foreach (var function in value.Funcs) functions.Register(function);
    }

    private static void Set(nint call, string op, string name, AttrValue value, FunctionLibrary functions)
    {
        byte* attr = Utf8.Name(name);
        switch (value.Kind)
        {
            case AttrKind.Int: Native.TFE_OpSetAttrInt(call, attr, value.Int); break;
            case AttrKind.Float: Native.TFE_OpSetAttrFloat(call, attr, value.Float); break;
            case AttrKind.Bool: Native.TFE_OpSetAttrBool(call, attr, value.Bool ? (byte)1 : (byte)0); break;
            case AttrKind.Type: Native.TFE_OpSetAttrType(call, attr, (int)value.Type); break;
            case AttrKind.String:
                fixed (byte* bytes = value.Bytes) Native.TFE_OpSetAttrString(call, attr, bytes, (nuint)value.Bytes.Length);
                break;
            default:
                var proto = AttrProto.Of(value, functions);
                fixed (byte* bytes = proto.Written) Native.TFE_OpSetAttrValueProto(call, attr, bytes, (nuint)proto.Written.Length, Status.Own);
                Status.Check(op);
                break;
        }
    }
}
