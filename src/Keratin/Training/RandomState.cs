using System.Globalization;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving.Checkpoints;

namespace Keratin.Training;

/// <summary>
/// How far a model's random numbers have come (dropout, noise), and the shared source of <see cref="Randomness"/> (shuffling, seeds). Put
/// beside model and optimizer into a <see cref="Checkpoint"/>, it lets an interrupted training go on exactly as it would have. Keras's own
/// checkpoints don't hold this.
/// </summary>
/// <example><code>
/// var checkpoint = new Checkpoint { Model = model, Optimizer = model.Optimizer, ["random"] = new RandomState(model) };
/// </code></example>
public sealed class RandomState(Model model) : ITrackable
{
    // Layers may make their generators in the first step of training.
    private static readonly List<WeakReference<RandomState>> All = [];

    private readonly SharedSource shared = new();

    /// <inheritdoc/>
    public IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            Remember();
            yield return ("shared", shared);
            yield return ("layers", Generators());
        }
    }

    internal static void ContinueAll()
    {
        RandomState[] states;
        lock (All)
        {
            if (All.Count == 0) return;
            All.RemoveAll(static entry => !entry.TryGetTarget(out _));
            states = [.. All.Select(static entry => entry.TryGetTarget(out var state) ? state : null).OfType<RandomState>()];
        }
        foreach (var state in states) CheckpointRestore.Continue(state);
    }

    private void Remember()
    {
        lock (All)
            if (!All.Exists(entry => entry.TryGetTarget(out var state) && state == this)) All.Add(new(this));
    }

    // By the layers' places: their names may be numbered otherwise the next time.
    private OrderedDictionary<string, object> Generators()
    {
        var found = new OrderedDictionary<string, object>();
        var seen = new HashSet<Layer>(ReferenceEqualityComparer.Instance) { model };
        var toVisit = new Queue<(Layer Layer, string Place)>([(model, "")]);
        while (toVisit.TryDequeue(out var next))
        {
            if (next.Layer.Generators.Count > 0) found[next.Place] = next.Layer.Generators.Select(static generator => generator.State).ToArray();
            int number = 0;
            foreach (var child in next.Layer.Sublayers)
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"{next.Place}-{number++}");
                if (seen.Add(child)) toVisit.Enqueue((child, place));
            }
        }
        return found;
    }

    private sealed class SharedSource : ITrackableState
    {
        public EagerTensor Save() => Tensor.From(Array.ConvertAll(Randomness.State, static word => (long)word));

        public void Restore(EagerTensor state)
        {
            if (state.DType != DType.Int64 || state.Shape.Rank != 1) throw new ArgumentException("the state of a random generator is a vector of int64");
            Randomness.State = Array.ConvertAll(state.ToArray<long>(), static word => (uint)word);
        }
    }
}
