using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>A step of an optimizer for some neighbouring numbers: reads gradients, updates slots and variables, all in one pass.</summary>
internal interface IUpdateRule<T>
    where T : unmanaged
{
    /// <summary>Updates numbers from <paramref name="i"/> on, as many as <paramref name="lanes"/>.</summary>
    void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>;
}

/// <summary>Runs an update rule over a variable.</summary>
internal static class Updates
{
    private const int Unit = 1024;
    private const int Grain = 16;

    public static void Run<TRule, T>(nint count, TRule rule)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged
    {
        Body<TRule, T> body = new() { Rule = rule, Count = count };
        Widest.Run<Body<TRule, T>, T>(ref body);
    }

    private struct Body<TRule, T> : ISimdBody<T>
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged
    {
        public TRule Rule;
        public nint Count;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> =>
            WorkerPool.For(checked((int)((Count + Unit - 1) / Unit)), Grain, new Range<V, TRule, T> { Rule = Rule, Count = Count });
    }

    private struct Range<V, TRule, T> : IParallelBody
        where V : struct, ISimd<V, T>
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged
    {
        public TRule Rule;
        public nint Count;

        [MethodImpl(Simd.Loop)]
        public readonly void Run(int start, int end)
        {
            TRule rule = Rule;
            nint i = (nint)start * Unit, last = Math.Min((nint)end * Unit, Count);
            for (; i <= last - V.Count; i += V.Count)
            {
                rule.Step<V>(i, V.Count);
            }

            if (i < last)
            {
                rule.Step<V>(i, last - i);
            }
        }
    }
}
