using Keratin.Gradients;
using Keratin.Graphs;

namespace Keratin.Training;

/// <summary>
/// Training by several processes at once: each works on its share of a batch, and they agree by all-reduce, which the engine's runtime does.
/// All of them trace the same steps in the same order, and so give the same keys to what they reduce together. A process alone reduces nothing.
/// </summary>
internal static class Replicas
{
    private const int Group = 1;
    private static int reductions;

    public static bool AreSeveral => Engine.Current.Replica.Count > 1;

    /// <summary>All start with the values of the first.</summary>
    public static void Synchronize(IReadOnlyList<Variable> variables)
    {
        if (!AreSeveral) return;
        using (FunctionGraph.Suspend())
        {
            bool leads = Engine.Current.Replica.Index == 0;
            var values = variables.Select(variable => leads ? variable.Value : Ops.ZerosLike(variable.Value)).ToArray();
            var sums = Reduce(values, [.. variables.Select(static variable => variable.Shape)], mean: false);
            for (int i = 0; i < sums.Length; i++) variables[i].Assign(sums[i]);
        }
    }

    /// <summary>The means over all processes of gradients, each of the shape of its variable; null where there is none.</summary>
    public static Tensor?[] Mean(Tensor?[] gradients, IReadOnlyList<Variable> variables)
    {
        if (!AreSeveral) return gradients;
        int[] present = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i] is not null)];
        var means = Reduce([.. present.Select(i => gradients[i] is IndexedSlices slices ? slices.ToDense() : gradients[i]!)], [.. present.Select(i => variables[i].Shape)], mean: true);
        var all = new Tensor?[gradients.Length];
        for (int i = 0; i < present.Length; i++) all[present[i]] = means[i];
        return all;
    }

    /// <summary>Sets variables that each process has updated by itself (moving averages) to their means.</summary>
    public static void Average(IEnumerable<Variable> variables)
    {
        if (!AreSeveral) return;
        Variable[] floats = [.. variables.Where(static variable => variable.DType.IsFloating())];
        var means = Reduce([.. floats.Select(static variable => variable.Value)], [.. floats.Select(static variable => variable.Shape)], mean: true);
        for (int i = 0; i < means.Length; i++) floats[i].Assign(means[i]);
    }

    /// <summary>The values that sums and counts have now, for <see cref="AddChanges"/>.</summary>
    public static Dictionary<Variable, Tensor> Remember(IEnumerable<Variable> sums) =>
        AreSeveral ? new(sums.Select(static sum => KeyValuePair.Create(sum, sum.Value)), ReferenceEqualityComparer.Instance) : [];

    /// <summary>Sums and counts grow by what they grew in all processes; those that are new began with zeros.</summary>
    public static void AddChanges(IEnumerable<Variable> sums, Dictionary<Variable, Tensor> before)
    {
        if (!AreSeveral) return;
        Variable[] all = [.. sums];
        var changes = all.Select(sum => before.TryGetValue(sum, out var earlier) ? sum.Value - earlier : sum.Value).ToArray();
        var totals = Reduce(changes, [.. all.Select(static sum => sum.Shape)], mean: false);
        for (int i = 0; i < all.Length; i++) all[i].Assign(before.TryGetValue(all[i], out var earlier) ? earlier + totals[i] : totals[i]);
    }

    // Tensors of one dtype travel as one vector.
    private static Tensor[] Reduce(Tensor[] tensors, Shape[] shapes, bool mean)
    {
        var reduced = new Tensor[tensors.Length];
        foreach (var kind in Enumerable.Range(0, tensors.Length).GroupBy(i => tensors[i].DType))
        {
            int[] members = [.. kind];
            var packed = Ops.Concat([.. members.Select(i => Ops.Reshape(tensors[i], [-1]))], axis: 0);
            var result = Ops.Execute("CollectiveReduceV2",
                [packed, Engine.Current.Replica.Count, Group, Interlocked.Increment(ref reductions)],
                ("merge_op", "Add"), ("final_op", mean ? "Div" : "Id"), ("communication_hint", "auto"))[0];
            var parts = members.Length == 1 ? [result] : Ops.SplitV(result, members.Select(i => (int)shapes[i].ElementCount).ToArray(), 0, members.Length);
            for (int i = 0; i < members.Length; i++) reduced[members[i]] = Ops.Reshape(parts[i], shapes[members[i]]);
        }
        return reduced;
    }
}
