namespace Keratin.Layers;

/// <summary>
/// The einsums of attention over any axes: queries (…batch, …attended, heads, size) with keys give scores
/// (…batch, heads, …attended by queries, …attended of keys), which average the values.
/// </summary>
internal sealed class AttentionEquations
{
    public AttentionEquations(int rank, int[] axes)
    {
        string query = "abcdefghijklm"[..rank], free = "nopqrstuvwxyz";
        var key = query.ToCharArray();
        int next = 0;
        foreach (int axis in axes) key[axis] = free[next++];
        string batch = string.Concat(Enumerable.Range(0, rank - 1).Where(axis => !axes.Contains(axis)).Select(axis => query[axis]));
        string scores = batch + string.Concat(axes.Select(axis => query[axis])) + string.Concat(axes.Select(axis => key[axis]));
        Products = $"{new string(key)},{query}->{scores}";
        Averages = $"{scores},{new string(key)}->{query}";
        AxisCount = axes.Length;
        ScoreAxes = [.. Enumerable.Range(scores.Length - axes.Length, axes.Length)];
    }

    /// <summary>Keys and queries to scores.</summary>
    public string Products { get; }

    /// <summary>Weights and values to averages.</summary>
    public string Averages { get; }

    /// <summary>The number of axes attended along.</summary>
    public int AxisCount { get; }

    /// <summary>The scores' axes along which weights sum to 1.</summary>
    public int[] ScoreAxes { get; }
}
