using System.Runtime.InteropServices;

namespace Keratin.Engines.TensorFlow.Loading;

/// <summary>
/// The environment as native code sees it. What .NET sets, native libraries don't see on Unix; and TensorFlow has settings that
/// only environment variables change, which it reads when it is loaded or runs its first op.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, unless the user of the process has set it.</summary>
    public static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 }) return;
        Environment.SetEnvironmentVariable(name, value);
        if (OperatingSystem.IsWindows()) _ = PutOnWindows(name, value);
        else _ = SetOnUnix(name, value, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOnUnix(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PutOnWindows(string name, string value);
}
