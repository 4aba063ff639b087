namespace Keratin.Engines.Managed.Numerics;

/// <summary>Cuts the rows of a matrix into blocks that fit the nearest cache, independent of the number of threads.</summary>
internal static class RowBlocks
{
    private const int Numbers = 1 << 12;
    private const int MaxRows = 256;

    /// <summary>The numbers of a block, about.</summary>
    public static int Size(int rows, int columns) => (int)Math.Min((long)rows * columns, (long)RowsOf(columns) * columns);

    public static int Count(int rows, int columns) => Math.Max(1, (rows + RowsOf(columns) - 1) / RowsOf(columns));

    public static (nint First, nint Last) Range(nint block, int rows, int columns)
    {
        nint size = RowsOf(columns);
        return (block * size, Math.Min((block + 1) * size, rows));
    }

    private static int RowsOf(int columns) => Math.Clamp(Numbers / Math.Max(1, columns), 8, MaxRows);
}
