namespace Keratin.Engines.Managed.Threading;

/// <summary>The body of a parallel loop: does the items from <c>start</c> up to, but not including, <c>end</c>.</summary>
/// <remarks>Several threads call it at once, on the same instance: it must not change its own fields.</remarks>
internal interface IParallelBody
{
    void Run(int start, int end);
}
