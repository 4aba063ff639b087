namespace Keratin.Saving.Checkpoints;

/// <summary>
/// Something whose state is that of other objects (TensorFlow's <c>Trackable</c>): layers, models, optimizers, metrics, checkpoints, and
/// classes of one's own. Checkpoints hold such objects, variables, and lists and dictionaries of them.
/// </summary>
public interface ITrackable
{
    /// <summary>The objects it refers to, with the names by which checkpoints know them, each name once.</summary>
    IEnumerable<(string Name, object Child)> TrackableChildren { get; }
}

/// <summary>State that is no variable: a random generator, a position in data. In a checkpoint it is a tensor as a variable's value is.</summary>
public interface ITrackableState
{
    /// <summary>The state now.</summary>
    EagerTensor Save();

    /// <summary>Takes over a state that <see cref="Save"/> gave.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    void Restore(EagerTensor state);
}

/// <summary>An object whose children the checkpoints of the other Keras, 2 or 3, know by other names.</summary>
internal interface ITrackableByOtherNames
{
    IEnumerable<(string Name, object Child)> ChildrenByOtherNames { get; }
}
