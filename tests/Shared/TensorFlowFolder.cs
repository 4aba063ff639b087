using System.Diagnostics;

namespace Keratin.Testing;

/// <summary>Where TensorFlow's library lies on this machine, for what runs on the tensorflow engine only where there is one.</summary>
internal static class TensorFlowFolder
{
    /// <summary>What to say of a test that is skipped.</summary>
    public const string WhyAbsent = "TensorFlow's library is not here: set KERATIN_TENSORFLOW to its folder, or KERATIN_PEER to the folder of the peer, which has one.";

    /// <summary>The folder that KERATIN_TENSORFLOW names, else that of the peer (KERATIN_PEER, or ../shared/peer beside the repository); null if neither is there.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("KERATIN_TENSORFLOW") is { Length: > 0 } named ? named : OfPeer();

    private static string? OfPeer()
    {
        if (Repository.Peer is not { } peer || System.IO.Path.Combine(peer, "libtensorflow") is not { } script || !File.Exists(script)) return null;
        using var process = Process.Start(new ProcessStartInfo(script) { RedirectStandardOutput = true })!;
        string path = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && Directory.Exists(path) ? path : null;
    }
}
