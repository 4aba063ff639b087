using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Resources;

/// <summary>A variable's value as a resource of TensorFlow, on the device where it was first needed.</summary>
internal sealed class DeviceVariable : IVariableStorage
{
    // The name by which TensorFlow makes a resource that no other op can find.
    private const string Anonymous = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

    private static readonly OpDef MakeOp = OpDef.Get("VarHandleOp"), ReadOp = OpDef.Get("ReadVariableOp"), AssignOp = OpDef.Get("AssignVariableOp"), AskOp = OpDef.Get("VarIsInitializedOp");

    private readonly Attrs dtype;
    private readonly EagerTensor self;

    private DeviceVariable(TensorHandle handle, DType dtype, EagerContext context)
    {
        (Handle, Context, this.dtype) = (handle, context, new Attrs(ReadOp, ("dtype", dtype)));
        self = new DeviceResource(handle, context).Handle;
    }

    public TensorHandle Handle { get; }

    public EagerContext Context { get; }

    public bool IsInitialized => EagerCall.Run(Context, AskOp, [self], AskOp.NoAttrs)[0].Item<bool>();

    public EagerTensor Read() => EagerCall.Run(Context, ReadOp, [self], dtype)[0];

    public void Assign(EagerTensor value) => EagerCall.Run(Context, AssignOp, [self, value], dtype);

    /// <summary>Moves a variable into TensorFlow, if it is not there yet.</summary>
    public static DeviceVariable Move(VariableResource variable, EagerContext context) => (DeviceVariable)variable.MoveTo(
        variable => New(variable.DType, variable.Shape, context), storage => storage is DeviceVariable known && known.Context == context);

    /// <summary>The variable that VarHandleOp made: it stays in TensorFlow under its name, unless it has none.</summary>
    public static EagerTensor Adopt(EagerTensor made, Attrs attrs, EagerContext context)
    {
        var dtype = attrs.Type("dtype");
        string name = attrs.Text("shared_name");
        var handle = ((DeviceResource)made.Objects[0]).Native;
        var variable = new VariableResource(name, dtype, attrs.Shape("shape"));
        variable.MoveTo(_ => new DeviceVariable(name == Anonymous ? OwnedVariableHandle.From(handle, context) : handle, dtype, context), static _ => false);
        return variable.Handle;
    }

    // TensorFlow gives an empty tensor for a variable that has no value yet.
    public static void CheckRead(EagerTensor handle, EagerTensor value)
    {
        if (handle.Objects is [VariableResource variable] && !variable.Shape.IsCompatibleWith(value.Shape))
            throw new OpException("ReadVariableOp", $"FAILED_PRECONDITION: variable '{variable.Name}' of shape {variable.Shape} has no value yet; assign one, or build the layer that owns it.");
    }

    private static DeviceVariable New(DType dtype, Shape shape, EagerContext context) =>
        (DeviceVariable)Resource.From<VariableResource>(EagerCall.Run(context, MakeOp, [],
            new Attrs(MakeOp, ("dtype", dtype), ("shape", shape), ("shared_name", Anonymous)))[0]).Storage!;

    /// <summary>The handle of a variable that is destroyed with it.</summary>
    private sealed unsafe class OwnedVariableHandle(nint handle, EagerContext context) : TensorHandle(handle)
    {
        public static OwnedVariableHandle From(TensorHandle other, EagerContext context)
        {
            nint pointer = other.Pointer;
            other.SetHandleAsInvalid();
            return new(pointer, context);
        }

        protected override bool ReleaseHandle()
        {
            nint call = NativeOp.Begin(context, Utf8.Name("DestroyResourceOp"), "DestroyResourceOp");
            Native.TFE_OpAddInput(call, handle, Status.Own);
            Native.TFE_OpSetAttrBool(call, Utf8.Name("ignore_lookup_error"), 1);
            int count = 0;
            Native.TFE_Execute(call, null, &count, Status.Own);
            if (!Status.IsOk) Status.TakeMessage();
            return base.ReleaseHandle();
        }
    }
}
