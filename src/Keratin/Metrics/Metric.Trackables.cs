using Keratin.Saving.Checkpoints;

namespace Keratin.Metrics;

public abstract partial class Metric : ITrackable
{
    /// <summary>What checkpoints know of the metric: its variables by their names.</summary>
    IEnumerable<(string Name, object Child)> ITrackable.TrackableChildren => Variables.Select(static variable => (variable.Name, (object)variable));
}
