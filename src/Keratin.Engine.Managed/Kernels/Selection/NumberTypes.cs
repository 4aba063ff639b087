namespace Keratin.Engines.Managed.Kernels;

/// <summary>Something that is written once for all types of ordered numbers.</summary>
internal interface INumberAction<TArgument, TResult>
{
    TResult Run<T>(TArgument argument) where T : unmanaged, IComparable<T>, IEquatable<T>;
}

/// <summary>Finds the .NET type of a dtype's elements.</summary>
internal static class NumberTypes
{
    /// <summary>Runs an action for the type of a dtype's elements; null if they are not ordered numbers.</summary>
    public static TResult? Run<TAction, TArgument, TResult>(DType dtype, TArgument argument, TAction action = default)
        where TAction : struct, INumberAction<TArgument, TResult> where TResult : class => dtype switch
        {
            DType.Float32 => action.Run<float>(argument),
            DType.Float64 => action.Run<double>(argument),
            DType.Int32 or DType.QInt32 => action.Run<int>(argument),
            DType.Int64 => action.Run<long>(argument),
            DType.UInt8 or DType.QUInt8 or DType.Bool => action.Run<byte>(argument),
            DType.Int8 or DType.QInt8 => action.Run<sbyte>(argument),
            DType.Int16 or DType.QInt16 => action.Run<short>(argument),
            DType.UInt16 or DType.QUInt16 => action.Run<ushort>(argument),
            DType.UInt32 => action.Run<uint>(argument),
            DType.UInt64 => action.Run<ulong>(argument),
            DType.Half => action.Run<Half>(argument),
            DType.BFloat16 => action.Run<BFloat16>(argument),
            _ => null,
        };
}
