using System.Diagnostics;

namespace Keratin.Engines.Managed.Threading;

/// <summary>A background thread that waits for a <see cref="Job"/>: it spins for some tens of microseconds, then parks.</summary>
/// <remarks>
/// All that passes between a caller and a worker is one word: <see cref="Idle"/> (spinning), <see cref="Parked"/>,
/// <see cref="Running"/>, or the address of a job on offer. Whoever swaps an offer out of it owns what follows: the worker
/// to run it, or the caller to take it back.
/// </remarks>
internal sealed unsafe class Worker
{
    private const nint Idle = 0;
    private const nint Running = 1;
    private const nint Parked = 2;
    private static readonly long SpinTicks = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly SemaphoreSlim wake = new(0);
    private nint state;

    public Worker(int index) => new Thread(Loop, maxStackSize: 1 << 20) { IsBackground = true, Name = $"Keratin worker {index + 1}" }.Start();

#pragma warning disable CS8500 // A job is only ever used while its caller waits for it.
    /// <summary>Offers a job; false when the worker is busy.</summary>
    public bool Offer(Job* job)
    {
        nint seen = Volatile.Read(ref state);
        if ((seen != Idle && seen != Parked) || Interlocked.CompareExchange(ref state, (nint)job, seen) != seen)
        {
            return false;
        }

        if (seen == Parked)
        {
            wake.Release();
        }

        return true;
    }

    /// <summary>Takes an offer back; false when it was never made to this worker, or the worker has begun.</summary>
    public bool Revoke(Job* job) =>
        Volatile.Read(ref state) == (nint)job && Interlocked.CompareExchange(ref state, Idle, (nint)job) == (nint)job;

    private void Loop()
    {
        while (true)
        {
            nint offer = Await();
            if (Interlocked.CompareExchange(ref state, Running, offer) == offer)
            {
                Job* job = (Job*)offer;
                job->Work();
                Volatile.Write(ref state, Idle);
                job->Finished();
            }
        }
    }
#pragma warning restore CS8500

    private nint Await()
    {
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            do
            {
                for (int i = 0; i < 16; i++)
                {
                    nint seen = Volatile.Read(ref state);
                    if (seen != Idle)
                    {
                        return seen;
                    }

                    Thread.SpinWait(4);
                }
            }
            while (Stopwatch.GetTimestamp() - start < SpinTicks);

            if (Interlocked.CompareExchange(ref state, Parked, Idle) == Idle)
            {
                wake.Wait();
            }
        }
    }
}
