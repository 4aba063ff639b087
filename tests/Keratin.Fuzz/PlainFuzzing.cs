using System.Diagnostics;
using Keratin.Formats;

namespace Keratin.Fuzz;

/// <summary>What a target did to one file that it must not do.</summary>
/// <param name="Seed">The sound file.</param>
/// <param name="Mutant">The number that makes the same mutant of it again.</param>
/// <param name="Bytes">The mutant.</param>
/// <param name="What">The exception, or the limit that was passed.</param>
public sealed record Finding(string Seed, int Mutant, byte[] Bytes, string What);

/// <summary>Tries a target on mutants by number, without a fuzzer: the same number makes the same mutant again.</summary>
public static class PlainFuzzing
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <summary>Tries mutants of one seed.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="seed">The sound file.</param>
    /// <param name="first">The number of the first mutant.</param>
    /// <param name="count">How many.</param>
    /// <param name="report">Takes findings; called from several threads.</param>
    /// <returns>How many mutants were refused, as damaged files are to be.</returns>
    public static int Run(FuzzTarget target, Seed seed, int first, int count, Action<Finding> report)
    {
        byte[] original = seed.Load();
        int refused = 0;
        Parallel.For(first, first + count, number =>
        {
            byte[] mutant = target.Mutate(original, new Random(number));
            if (Try(target, mutant, out bool isRefused) is { } what) report(new Finding(seed.Name, number, mutant, what));
            if (isRefused) Interlocked.Increment(ref refused);
        });
        return refused;
    }

    /// <summary>Has a target read one file.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="file">The file.</param>
    /// <param name="isRefused">Whether the file was refused with the typed error.</param>
    /// <returns>What must not happen and did; null if all is well.</returns>
    public static string? Try(FuzzTarget target, byte[] file, out bool isRefused)
    {
        string? what = TryOnce(target, file, out isRefused, out bool isSlow);
        // The machine may have paused.
        return isSlow ? TryOnce(target, file, out isRefused, out _) : what;
    }

    private static string? TryOnce(FuzzTarget target, byte[] file, out bool isRefused, out bool isSlow)
    {
        isSlow = false;
        isRefused = false;
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            target.Read(file);
        }
        catch (ModelFormatException)
        {
            isRefused = true;
        }
        catch (Exception other)
        {
            return other.ToString();
        }
        var time = Stopwatch.GetElapsedTime(start);
        isSlow = time > MaxTime;
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return bytes > target.MaxBytes ? $"{bytes:N0} bytes allocated, of {target.MaxBytes:N0}"
            : isSlow ? $"{time.TotalSeconds:F1} s, of {MaxTime.TotalSeconds:F0}"
            : null;
    }
}
