using System.Runtime.ExceptionServices;

namespace Keratin.Formats.Storage;

/// <summary>Data in several pieces of memory, one behind the other: more than 2 GiB, and shared by several threads.</summary>
internal static class Pieces
{
    public static long LengthOf(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        long length = 0;
        for (int i = 0; i < pieces.Count; i++)
        {
            length += pieces[i].Length;
        }
        return length;
    }

    /// <summary>Does something with each piece, on several threads where there are several pieces.</summary>
    /// <param name="count">Of pieces.</param>
    /// <param name="work">Takes a piece's number. What it throws first is thrown.</param>
    public static void ForEach(int count, Action<int> work)
    {
        if (count == 1)
        {
            work(0);
            return;
        }
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException many)
        {
            ExceptionDispatchInfo.Throw(many.InnerExceptions[0]);
        }
    }
}
