using Microsoft.Win32.SafeHandles;

namespace Keratin.Formats.Storage;

internal static unsafe class ParallelCopy
{
    /// <summary>From this size on, reading beats copying out of a mapping, whose pages fault one by one.</summary>
    public const int Threshold = 256 * 1024;

    /// <summary>Fills the destination from the file; false where the file ends before that.</summary>
    public static bool Read(SafeFileHandle file, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                return false;
            }
            offset += read;
            destination = destination[read..];
        }
        return true;
    }
}
