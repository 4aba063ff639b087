namespace Keratin.Formats.Hdf5.Reading;

/// <summary>How text of fixed length is filled up.</summary>
internal enum StringPadding
{
    NulTerminated,
    NulPadded,
    SpacePadded,
}

/// <summary>What one stored element is.</summary>
/// <param name="Type">The element type it is read as.</param>
/// <param name="Size">Of one element in the file.</param>
/// <param name="BigEndian">Whether its bytes are turned round when read.</param>
/// <param name="Padding">Of fixed-length text.</param>
internal readonly record struct DataType(
    ElementType Type, int Size, bool BigEndian = false, StringPadding Padding = StringPadding.NulPadded)
{
    /// <summary>The unit whose bytes <see cref="BigEndian"/> is about.</summary>
    public int SwapSize => Type is ElementType.Complex64 or ElementType.Complex128 ? Size / 2 : Size;

    public bool IsString => Type is ElementType.FixedString or ElementType.VariableString;
}
