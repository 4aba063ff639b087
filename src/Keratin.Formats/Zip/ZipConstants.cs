namespace Keratin.Formats.Zip;

/// <summary>Signatures and record sizes, PKWARE APPNOTE 6.3.</summary>
internal static class ZipConstants
{
    public const uint LocalSignature = 0x04034b50;
    public const uint CentralSignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const uint DescriptorSignature = 0x08074b50;
    public const uint Zip64EndSignature = 0x06064b50;
    public const uint Zip64LocatorSignature = 0x07064b50;

    public const int LocalSize = 30;
    public const int CentralSize = 46;
    public const int EndSize = 22;
    public const int Zip64EndSize = 56;
    public const int Zip64LocatorSize = 20;

    public const ushort Zip64Extra = 1;

    /// <summary>Fills the local header up so that the data is aligned, as Android's tools do.</summary>
    public const ushort AlignmentExtra = 0xd935;
    public const ushort EncryptedFlag = 1;
    public const ushort Utf8Flag = 1 << 11;
    public const ushort DeferredSizesFlag = 1 << 3;

    public const ushort VersionPlain = 20;
    public const ushort VersionZip64 = 45;

    /// <summary>1980-01-01, the earliest date a zip file can state: files come out the same on every run.</summary>
    public const uint EarliestTime = 0x00210000;
}
