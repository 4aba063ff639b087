namespace Keratin.Formats.TensorBundle;

/// <summary>Numbers and names that the format fixes.</summary>
internal static class TensorBundleConstants
{
    public const string IndexSuffix = ".index";

    /// <summary>The last eight bytes of an index.</summary>
    public const ulong Magic = 0xdb4775248b80fb57;

    /// <summary>Two block handles, filled up to 40 bytes, and the magic number.</summary>
    public const int FooterLength = 48;

    /// <summary>Behind each block: how it is packed, and the masked CRC of block and that byte.</summary>
    public const int BlockTrailerLength = 5;

    public const byte Plain = 0;
    public const byte Snappy = 1;

    /// <summary>The version that is written, and the newest that is understood.</summary>
    public const int Version = 1;

    public const int BigEndian = 1;

    /// <summary>TensorFlow's own limits.</summary>
    public const int MaxShards = 99_999;
    public const int MaxRank = 254;

    public static string DataFile(string prefix, int shard, int count) => $"{prefix}.data-{shard:D5}-of-{count:D5}";
}
