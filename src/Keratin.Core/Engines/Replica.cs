namespace Keratin.Engines;

/// <summary>Which of the processes that train together an engine belongs to; each takes its share of every batch.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Count">How many there are; 1 where a process trains alone.</param>
public readonly record struct Replica(int Index, int Count)
{
    /// <summary>A process that trains alone.</summary>
    public static Replica Alone => new(0, 1);
}
