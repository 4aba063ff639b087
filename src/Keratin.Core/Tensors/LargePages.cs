using System.Runtime.InteropServices;

namespace Keratin;

/// <summary>
/// Asks Linux for 2 MiB pages under large tensors. A page is made when it is first touched; with 4 KiB each, that takes as long as
/// reading the tensor from a file does.
/// </summary>
internal static unsafe partial class LargePages
{
    public const nuint Size = 2 << 20;

    /// <summary>From this size on it is worth a call.</summary>
    public const nuint Pay = 4 * Size;

    /// <summary>Only whole pages are asked for, so no more memory is taken.</summary>
    /// <param name="start">A multiple of <see cref="Size"/>, if the memory is large.</param>
    /// <param name="byteLength">Of the memory.</param>
    public static void Advise(void* start, nuint byteLength)
    {
        const int hugePage = 14;
        // Whether the system follows the advice makes no difference to anything but time.
        if (byteLength >= Pay && OperatingSystem.IsLinux()) _ = AdviseMemory(start, byteLength / Size * Size, hugePage);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int AdviseMemory(void* start, nuint length, int advice);
}
