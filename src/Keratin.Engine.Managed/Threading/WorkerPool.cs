using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Threading;

/// <summary>
/// Fork-join for loops of a few microseconds and more. The caller works too; idle workers join in and are called back
/// when they come too late.
/// </summary>
/// <remarks>
/// A call claims whichever workers are idle, so callers on several threads and nested calls are safe: who finds no
/// worker free runs alone. A call allocates nothing. The first exception of a body stops the loop and reaches the caller.
/// </remarks>
internal static unsafe class WorkerPool
{
    private const int ChunksPerThread = 4;

    private static readonly Lock Growth = new();
    private static Worker[] workers = [];
    private static int threads = Environment.ProcessorCount;

    /// <summary>How many threads a loop may use, the caller's included. Default: the number of processors.</summary>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
        }
    }

    /// <summary>Runs <paramref name="body"/> over 0 … <paramref name="count"/> − 1, in chunks of at least <paramref name="grain"/> items.</summary>
    public static void For<TBody>(int count, int grain, in TBody body)
        where TBody : struct, IParallelBody
    {
        if (count <= 0)
        {
            return;
        }

        if (count <= grain || threads == 1)
        {
            Unsafe.AsRef(in body).Run(0, count);
            return;
        }

#pragma warning disable CS8500 // The body stays where it is until the loop ends: it is pinned by its address in a fixed statement.
        fixed (TBody* pinned = &body)
#pragma warning restore CS8500
        {
            Fork(count, Math.Max(grain, 1), pinned, &Invoke<TBody>);
        }
    }

    private static void Invoke<TBody>(void* body, int start, int end)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Run(start, end);

    private static void Fork(int count, int grain, void* body, delegate*<void*, int, int, void> invoke)
    {
        int limit = threads;
        int chunk = Math.Max(grain, (int)(((long)count + (limit * ChunksPerThread) - 1) / (limit * ChunksPerThread)));
        int helpers = Math.Min(limit, (int)(((long)count + chunk - 1) / chunk)) - 1;
        Worker[] pool = workers.Length >= limit - 1 ? workers : Grow(limit - 1);

        Job job = new() { Body = body, Invoke = invoke, Count = count, Chunk = chunk };
#pragma warning disable CS8500 // The job lives on this stack frame until every worker has let go of it.
        Job* shared = &job;
#pragma warning restore CS8500
        int offered = 0;
        for (int i = 0; i < limit - 1 && offered < helpers; i++)
        {
            if (pool[i].Offer(shared))
            {
                offered++;
            }
        }

        job.Work();
        if (offered > 0)
        {
            int revoked = 0;
            for (int i = 0; i < limit - 1; i++)
            {
                revoked += pool[i].Revoke(shared) ? 1 : 0;
            }

            job.Join(offered - revoked);
        }

        job.ThrowIfFailed();
    }

    private static Worker[] Grow(int size)
    {
        lock (Growth)
        {
            if (workers.Length < size)
            {
                Worker[] grown = new Worker[size];
                workers.CopyTo(grown, 0);
                for (int i = workers.Length; i < size; i++)
                {
                    grown[i] = new Worker(i);
                }

                Volatile.Write(ref workers, grown);
            }

            return workers;
        }
    }
}
