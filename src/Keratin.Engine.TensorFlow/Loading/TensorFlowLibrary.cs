using System.Runtime.InteropServices;
using Keratin.Engines.TensorFlow.Interop;

namespace Keratin.Engines.TensorFlow.Loading;

/// <summary>The library that was found and loaded. There is one in a process.</summary>
internal sealed unsafe class TensorFlowLibrary
{
    // Functions of the C API that are needed exist since this version.
    private const int OldestMinor = 10;

    private static readonly Lock Loading = new();
    private static TensorFlowLibrary? loaded;

    private TensorFlowLibrary(nint handle, string path, string version) => (Handle, Path, Version) = (handle, path, version);

    public nint Handle { get; }

    /// <summary>The file; a bare name if the system found it.</summary>
    public string Path { get; }

    public string Version { get; }

    /// <summary>Loads the library when first asked for.</summary>
    /// <exception cref="TensorFlowNotFoundException">It is nowhere, or can't be loaded.</exception>
    /// <exception cref="InvalidOperationException">Another one is loaded already than the one asked for.</exception>
    public static TensorFlowLibrary Load(string? path = null)
    {
        lock (Loading)
        {
            loaded ??= Find(new LibrarySearch { Given = path });
            if (path is not null && !IsAt(loaded.Path, path))
                throw new InvalidOperationException($"TensorFlow was already loaded from '{loaded.Path}'; a process can't load another one from '{path}'. Name the path before anything uses the engine.");
            return loaded;
        }
    }

    /// <summary>Tries one place after the other.</summary>
    internal static TensorFlowLibrary Find(LibrarySearch search)
    {
        var attempts = new List<LoadAttempt>();
        foreach (var (place, path) in search.Candidates())
        {
            string? failure = TryLoad(path, out var library);
            if (failure is null) return library!;
            attempts.Add(new(place, path, failure));
        }
        throw new TensorFlowNotFoundException(attempts);
    }

    private static string? TryLoad(string path, out TensorFlowLibrary? library)
    {
        library = null;
        string? folder = System.IO.Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !File.Exists(path)) return "there is no such file";
        try
        {
            // Some builds don't say that the library's other half lies beside it.
            if (!string.IsNullOrEmpty(folder))
                foreach (string half in Directory.GetFiles(folder, "libtensorflow_framework*")) NativeLibrary.TryLoad(half, out _);
            nint handle = NativeLibrary.Load(path);
            string? version = VersionOf(handle);
            if (version is null) return "it is no TensorFlow: the C API's functions are not in it";
            if (!IsKnown(version)) return $"it is TensorFlow {version}; 2.{OldestMinor} or a later 2.x is needed";
            library = new(handle, path, version);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private static string? VersionOf(nint handle) =>
        NativeLibrary.TryGetExport(handle, "TF_Version", out nint version) && NativeLibrary.TryGetExport(handle, "TFE_OpReset", out _)
            ? Utf8.Text(((delegate* unmanaged[Cdecl]<byte*>)version)()) : null;

    internal static bool IsKnown(string version)
    {
        string[] parts = version.Split('.');
        return parts.Length >= 2 && parts[0] == "2" && int.TryParse(parts[1], out int minor) && minor >= OldestMinor;
    }

    private static bool IsAt(string file, string asked) => file == asked || System.IO.Path.GetDirectoryName(file) == asked.TrimEnd(System.IO.Path.DirectorySeparatorChar);
}
