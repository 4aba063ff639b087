using Keratin.Engines.Managed.Threading;

namespace Keratin.Tests.Engines.Managed.Threading;

[NonParallelizable]
internal sealed class WorkerPoolTests
{
    [TearDown]
    public void Restore() => WorkerPool.Threads = Environment.ProcessorCount;

    [Test]
    public void Does_every_item_once([Values(1, 2, 5)] int threads, [Values(0, 1, 7, 1000, 100_003)] int count, [Values(1, 64)] int grain)
    {
        WorkerPool.Threads = threads;
        int[] done = new int[count];
        for (int repeat = 0; repeat < 20; repeat++)
        {
            WorkerPool.For(count, grain, new Count(done));
        }

        Assert.That(done, Is.All.EqualTo(20));
    }

    [Test]
    public void Runs_nested_loops()
    {
        WorkerPool.Threads = 4;
        int[] done = new int[64 * 64];
        WorkerPool.For(64, 1, new Nest(done));
        Assert.That(done, Is.All.EqualTo(1));
    }

    [Test]
    public void Serves_callers_on_several_threads()
    {
        WorkerPool.Threads = 3;
        int[][] done = new int[6][];
        Thread[] callers = new Thread[done.Length];
        for (int t = 0; t < callers.Length; t++)
        {
            int[] mine = done[t] = new int[500];
            callers[t] = new Thread(() =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    WorkerPool.For(mine.Length, 10, new Count(mine));
                }
            });
            callers[t].Start();
        }

        foreach (Thread caller in callers)
        {
            Assert.That(caller.Join(TimeSpan.FromMinutes(1)), "A caller hangs.");
        }

        Assert.That(done, Is.All.All.EqualTo(2000));
    }

    [Test]
    public void Carries_an_exception_to_the_caller_and_stays_usable([Values(1, 3)] int threads)
    {
        WorkerPool.Threads = threads;
        for (int i = 0; i < 200; i++)
        {
            Assert.That(() => WorkerPool.For(100, 1, new Fail()), Throws.TypeOf<TimeoutException>());
        }

        int[] done = new int[100];
        WorkerPool.For(100, 1, new Count(done));
        Assert.That(done, Is.All.EqualTo(1));
    }

    [Test]
    public void Uses_several_threads()
    {
        WorkerPool.Threads = 2;
        using CountdownEvent both = new(2);
        WorkerPool.For(2, 1, new Meet(both));
        Assert.That(both.IsSet);
    }

    [Test]
    public void Allocates_nothing()
    {
        WorkerPool.Threads = 2;
        int[] done = new int[1000];
        WorkerPool.For(1000, 1, new Count(done));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            WorkerPool.For(1000, 1, new Count(done));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Sleeps_when_there_is_nothing_to_do()
    {
        WorkerPool.Threads = 2;
        WorkerPool.For(1000, 1, new Count(new int[1000]));
        Thread.Sleep(20);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(200);
        Assert.That(Environment.CpuUsage.TotalTime - before, Is.LessThan(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void Refuses_less_than_one_thread() =>
        Assert.That(() => WorkerPool.Threads = 0, Throws.TypeOf<ArgumentOutOfRangeException>());

    private readonly struct Count(int[] done) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                Interlocked.Increment(ref done[i]);
            }
        }
    }

    private readonly struct Nest(int[] done) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                WorkerPool.For(64, 1, new Inner(done, i * 64));
            }
        }
    }

    private readonly struct Inner(int[] done, int offset) : IParallelBody
    {
        public void Run(int start, int end) => new Count(done).Run(offset + start, offset + end);
    }

    private readonly struct Fail : IParallelBody
    {
        public void Run(int start, int end)
        {
            if (start <= 50 && end > 50)
            {
                throw new TimeoutException("Expected.");
            }
        }
    }

    private readonly struct Meet(CountdownEvent both) : IParallelBody
    {
        public void Run(int start, int end)
        {
            both.Signal(end - start);
            both.Wait(TimeSpan.FromSeconds(30));
        }
    }
}
