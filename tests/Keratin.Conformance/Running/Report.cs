namespace Keratin.Conformance.Running;

/// <summary>Prints a line for each case that did not pass, and the counts at the end.</summary>
internal sealed class Report(TextWriter writer, bool showUnsupported = true)
{
    private readonly SortedDictionary<string, int[]> counts = new(StringComparer.Ordinal);

    public int Failed => Total(Verdict.Failed);

    public void Add(Outcome outcome)
    {
        if (!counts.TryGetValue(Case.GroupOf(outcome.Case), out var group)) counts.Add(Case.GroupOf(outcome.Case), group = new int[3]);
        group[(int)outcome.Verdict]++;
        if (outcome.Verdict == Verdict.Failed || (outcome.Verdict == Verdict.Unsupported && showUnsupported)) writer.WriteLine(outcome);
    }

    public void Finish()
    {
        foreach (var (group, count) in counts)
            writer.WriteLine($"{group,-14} {count[0],5} passed {count[1],5} failed {count[2],5} skipped");
        writer.WriteLine($"{Total(Verdict.Passed)} passed, {Failed} failed, {Total(Verdict.Unsupported)} skipped");
    }

    private int Total(Verdict verdict) => counts.Values.Sum(count => count[(int)verdict]);
}
