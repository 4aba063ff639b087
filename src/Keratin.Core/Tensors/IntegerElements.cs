namespace Keratin;

/// <summary>Small integer tensors (axes, sizes, paddings) as ops read them.</summary>
internal static class IntegerElements
{
    /// <summary>All elements of an int32 or int64 (or narrower) tensor; null for other dtypes.</summary>
    public static long[]? Integers(this EagerTensor tensor) => tensor.DType switch
    {
        DType.Int64 => tensor.Span<long>().ToArray(),
        DType.Int32 => Widen<int>(tensor),
        DType.Int16 => Widen<short>(tensor),
        DType.UInt16 => Widen<ushort>(tensor),
        DType.Int8 => Widen<sbyte>(tensor),
        DType.UInt8 => Widen<byte>(tensor),
        DType.UInt32 => Widen<uint>(tensor),
        _ => null,
    };

    /// <summary>All elements of an integer tensor.</summary>
    /// <exception cref="ArgumentException">The elements are not integers.</exception>
    public static long[] WholeNumbers(this EagerTensor tensor) =>
        tensor.Integers() ?? throw new ArgumentException($"Integers are needed; the tensor holds {tensor.DType.Name()}.");

    private static long[] Widen<T>(EagerTensor tensor) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var elements = tensor.Span<T>();
        var wide = new long[elements.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = long.CreateTruncating(elements[i]);
        GC.KeepAlive(tensor);
        return wide;
    }
}
