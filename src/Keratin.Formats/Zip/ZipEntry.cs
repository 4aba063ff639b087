namespace Keratin.Formats.Zip;

/// <summary>One line of a zip file's central directory.</summary>
internal readonly record struct ZipEntry(
    string Name, ushort Method, uint Crc, long CompressedSize, long Size, long HeaderOffset)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    public bool IsFolder => Name.EndsWith('/');
}

/// <summary>What unpacking may cost at most; a file that asks for more is refused.</summary>
/// <param name="MaxEntryBytes">Of one deflated entry, unpacked.</param>
/// <param name="MaxTotalBytes">Of all deflated entries that one reader unpacks.</param>
/// <param name="MaxRatio">Unpacked to packed, for entries above 16 MiB.</param>
internal readonly record struct ZipLimits(long MaxEntryBytes, long MaxTotalBytes, int MaxRatio)
{
    public const long AlwaysAllowed = 16 << 20;

    public static ZipLimits Default { get; } = new(2L << 30, 8L << 30, 200);

    /// <summary>For arrays, which may well be all zeros: any ratio that deflate can reach.</summary>
    public static ZipLimits Arrays { get; } = Default with { MaxRatio = 1032 };
}
