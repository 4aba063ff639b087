using Keratin.Engines.TensorFlow.Interop;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>Attribute values as TensorFlow's <c>AttrValue</c>, <c>TensorProto</c> and <c>TensorShapeProto</c>.</summary>
internal static class AttrProto
{
    // Fields of AttrValue; those of its lists have the same numbers but for functions.
    private const int List = 1, String = 2, Int = 3, Float = 4, Bool = 5, Type = 6, ShapeField = 7, TensorField = 8, Func = 10, ListFunc = 9;

    /// <summary>An attribute's value; functions are written by the names they have in <paramref name="functions"/>.</summary>
    public static ProtoWriter Of(AttrValue value, FunctionLibrary functions)
    {
        var proto = new ProtoWriter();
        return value.Kind switch
        {
            AttrKind.String => proto.Bytes(String, value.Bytes),
            AttrKind.Int => proto.Int(Int, value.Int),
            AttrKind.Float => proto.Float(Float, value.Float),
            AttrKind.Bool => proto.Bool(Bool, value.Bool),
            AttrKind.Type => proto.Int(Type, (long)value.Type),
            AttrKind.Shape => proto.Message(ShapeField, Of(value.Shape)),
            AttrKind.Tensor => proto.Message(TensorField, Of(value.Tensor)),
            AttrKind.Func => proto.Message(Func, new ProtoWriter().Text(1, functions.Register(value.Func).Name)),
            AttrKind.None => proto,
            _ => proto.Message(List, ListOf(value, functions)),
        };
    }

    public static ProtoWriter Of(Shape shape)
    {
        var proto = new ProtoWriter();
        if (!shape.HasRank) return proto.Bool(3, true);
        foreach (long size in shape.Dims) proto.Message(2, new ProtoWriter().Int(1, size));
        return proto;
    }

    public static ProtoWriter Of(EagerTensor tensor)
    {
        var proto = new ProtoWriter().Int(1, (long)tensor.DType).Message(2, Of(tensor.Shape));
        if (tensor.DType != DType.String) proto.Bytes(4, tensor.Bytes);
        else
            foreach (object element in tensor.Objects) proto.Bytes(8, (byte[])element);
        GC.KeepAlive(tensor);
        return proto;
    }

    private static ProtoWriter ListOf(AttrValue value, FunctionLibrary functions)
    {
        var list = new ProtoWriter();
        switch (value.Kind)
        {
            case AttrKind.Strings: foreach (byte[] item in value.Strings) list.Bytes(String, item); break;
            case AttrKind.Ints: foreach (long item in value.Ints) list.Int(Int, item); break;
            case AttrKind.Floats: foreach (float item in value.Floats) list.Float(Float, item); break;
            case AttrKind.Bools: foreach (bool item in value.Bools) list.Bool(Bool, item); break;
            case AttrKind.Types: foreach (var item in value.Types) list.Int(Type, (long)item); break;
            case AttrKind.Shapes: foreach (var item in value.Shapes) list.Message(ShapeField, Of(item)); break;
            case AttrKind.Funcs: foreach (var item in value.Funcs) list.Message(ListFunc, new ProtoWriter().Text(1, functions.Register(item).Name)); break;
        }
        return list;
    }
}
