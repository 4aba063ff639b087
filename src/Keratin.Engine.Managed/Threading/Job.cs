using System.Runtime.ExceptionServices;

namespace Keratin.Engines.Managed.Threading;

/// <summary>One parallel loop under way. It lives on its caller's stack; <see cref="Finished"/> is the last thing a worker touches.</summary>
internal unsafe struct Job
{
    public void* Body;
    public delegate*<void*, int, int, void> Invoke;
    public int Count;
    public int Chunk;
    private int next;
    private int finished;
    private ExceptionDispatchInfo? failure;

    /// <summary>Takes chunks until none are left.</summary>
    public void Work()
    {
        try
        {
            while (true)
            {
                int start = Interlocked.Add(ref next, Chunk) - Chunk;
                if ((uint)start >= (uint)Count)
                {
                    return;
                }

                Invoke(Body, start, (int)Math.Min((long)start + Chunk, Count));
            }
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            Interlocked.Exchange(ref next, Count);
        }
    }

    public void Finished() => Interlocked.Increment(ref finished);

    /// <summary>Waits until <paramref name="workers"/> of them have finished.</summary>
    public void Join(int workers)
    {
        SpinWait spin = default;
        while (Volatile.Read(ref finished) != workers)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    public readonly void ThrowIfFailed() => failure?.Throw();
}
