namespace Keratin.Engines.Managed.Kernels;

/// <summary>Selects boxes (y₁, x₁, y₂, x₂) by falling score. A box that overlaps a selected one too much is left out, or, with a sigma, loses score by how much it overlaps.</summary>
internal sealed class Suppression(float[] boxes, float overlapThreshold, float scoreThreshold, float sigma)
{
    private readonly record struct Candidate(int Box, float Score, int Compared);

    /// <summary>The selected boxes with their scores, the best first.</summary>
    public List<(int Box, float Score)> Select(float[] scores, int most)
    {
        var queue = new PriorityQueue<Candidate, (float, int)>();
        for (int i = 0; i < scores.Length; i++)
            if (scores[i] > scoreThreshold) Enqueue(queue, new(i, scores[i], 0));
        var selected = new List<(int Box, float Score)>();
        while (selected.Count < most && queue.TryDequeue(out var candidate, out _))
        {
            float score = Suppressed(candidate, selected);
            if (score == candidate.Score) selected.Add((candidate.Box, score));
            else if (score > scoreThreshold) Enqueue(queue, new(candidate.Box, score, selected.Count));
        }
        return selected;
    }

    // Best scores first; of equal ones, the first box.
    private static void Enqueue(PriorityQueue<Candidate, (float, int)> queue, Candidate candidate) => queue.Enqueue(candidate, (-candidate.Score, candidate.Box));

    /// <summary>What is left of a score after a comparison with those selected since the last one.</summary>
    private float Suppressed(Candidate candidate, List<(int Box, float Score)> selected)
    {
        float score = candidate.Score;
        for (int i = selected.Count - 1; i >= candidate.Compared; i--)
        {
            float overlap = Overlap(4 * candidate.Box, 4 * selected[i].Box);
            if (sigma > 0) score *= MathF.Exp(-0.5f / sigma * overlap * overlap);
            else if (overlap > overlapThreshold) return float.NegativeInfinity;
            if (score <= scoreThreshold) break;
        }
        return score;
    }

    /// <summary>Intersection over union.</summary>
    private float Overlap(int a, int b)
    {
        var (top, left, bottom, right, area) = Ordered(a);
        var (otherTop, otherLeft, otherBottom, otherRight, otherArea) = Ordered(b);
        if (area <= 0 || otherArea <= 0) return 0;
        float height = Math.Max(Math.Min(bottom, otherBottom) - Math.Max(top, otherTop), 0), width = Math.Max(Math.Min(right, otherRight) - Math.Max(left, otherLeft), 0);
        return height * width / (area + otherArea - (height * width));
    }

    private (float Top, float Left, float Bottom, float Right, float Area) Ordered(int at)
    {
        float top = Math.Min(boxes[at], boxes[at + 2]), bottom = Math.Max(boxes[at], boxes[at + 2]);
        float left = Math.Min(boxes[at + 1], boxes[at + 3]), right = Math.Max(boxes[at + 1], boxes[at + 3]);
        return (top, left, bottom, right, (bottom - top) * (right - left));
    }
}
