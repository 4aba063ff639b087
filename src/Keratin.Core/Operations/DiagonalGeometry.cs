namespace Keratin.Operations;

/// <summary>
/// Where the diagonals of matrices lie that the <c>MatrixDiag</c> family packs into rows: from the highest to the lowest, the shorter ones
/// padded on the side that the op's <c>align</c> says. Diagonal 0 is the main one, positive ones lie above it.
/// </summary>
internal readonly struct DiagonalGeometry
{
    private readonly long rows, columns;
    private readonly bool leftAbove, leftBelow;

    private DiagonalGeometry(long lowest, long highest, long rows, long columns, string align)
    {
        (Lowest, Highest, this.rows, this.columns) = (lowest, highest, rows, columns);
        (leftAbove, leftBelow) = (align.StartsWith("LEFT", StringComparison.Ordinal), align.EndsWith("LEFT", StringComparison.Ordinal));
        Longest = Math.Min(rows + Math.Min(highest, 0), columns - Math.Max(lowest, 0));
    }

    public long Lowest { get; }

    public long Highest { get; }

    /// <summary>The length of the rows that hold the diagonals.</summary>
    public long Longest { get; }

    public long Count => Highest - Lowest + 1;

    /// <summary>The geometry for the numbers of the lowest and highest diagonal (or of one), in matrices of a size.</summary>
    public static DiagonalGeometry Of(long[] k, long rows, long columns, string align, Func<string, Exception> error)
    {
        if (k.Length is not (1 or 2)) throw error($"k must be one number or two; it has {k.Length}.");
        long lowest = k[0], highest = k[^1];
        if (lowest > highest) throw error($"the lowest diagonal {lowest} is above the highest {highest}.");
        bool exists = (lowest > -rows && highest < columns) || (rows == 0 || columns == 0 ? lowest >= -rows && highest <= columns : lowest == 0 && highest == 0);
        if (!exists) throw error($"matrices of {rows} × {columns} don't have the diagonals {lowest} to {highest}.");
        return new(lowest, highest, rows, columns, align);
    }

    /// <summary>How many elements a diagonal has.</summary>
    public long Length(long diagonal) => Math.Max(0, Math.Min(rows + Math.Min(diagonal, 0), columns - Math.Max(diagonal, 0)));

    /// <summary>Where a diagonal starts in the packed rows.</summary>
    public long PackedStart(long diagonal)
    {
        bool left = (diagonal >= 0 && leftAbove) || (diagonal <= 0 && leftBelow);
        return ((Highest - diagonal) * Longest) + (left ? 0 : Longest - Length(diagonal));
    }

    /// <summary>Where a diagonal starts in the matrix.</summary>
    public long MatrixStart(long diagonal) => diagonal >= 0 ? diagonal : -diagonal * columns;

    /// <summary>The axes by which packed diagonals follow those of the batch.</summary>
    public Shape PackedShape(Shape batch) => Count == 1 ? batch.Append(Longest) : batch.Append(Count).Append(Longest);

    /// <summary>The sides on which an op aligns: of the third versions an attribute, before that always left.</summary>
    public static string Align(Attrs attrs) => attrs.TryGet("align", out var value) ? value.Text : "LEFT_LEFT";

    /// <summary>
    /// The size of matrices that hold these packed diagonals; -1 stands for the least that fits. The diagonals' shape ends with their number, if
    /// there are several, and their length.
    /// </summary>
    public static (long Rows, long Columns) MatrixSize(Shape diagonals, long[] k, long rows, long columns, Func<string, Exception> error)
    {
        if (k.Length is not (1 or 2) || k[0] > k[^1]) throw error("k must be one number or two in ascending order.");
        long count = k[^1] - k[0] + 1;
        if (diagonals.Rank < (count > 1 ? 2 : 1)) throw error($"diagonals of shape {diagonals} have too few axes.");
        if (count > 1 && diagonals[^2] >= 0 && diagonals[^2] != count) throw error($"diagonals of shape {diagonals} should be {count}.");
        if (diagonals[^1] < 0) return (rows, columns);
        long leastRows = diagonals[^1] - Math.Min(k[^1], 0), leastColumns = diagonals[^1] + Math.Max(k[0], 0);
        if (rows == -1 && columns == -1) (rows, columns) = (Math.Max(leastRows, leastColumns), Math.Max(leastRows, leastColumns));
        else if (rows == -1) rows = leastRows;
        else if (columns == -1) columns = leastColumns;
        if (rows < leastRows || columns < leastColumns || (rows != leastRows && columns != leastColumns))
            throw error($"diagonals of shape {diagonals} don't fit matrices of {rows} × {columns}.");
        return (rows, columns);
    }
}
