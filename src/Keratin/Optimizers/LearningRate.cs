using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>A learning rate: a number, or a schedule over the steps.</summary>
public sealed class LearningRate : IConfigValue<LearningRate>
{
    private LearningRate(double value, Schedules.LearningRateSchedule? schedule) => (Value, Schedule) = (value, schedule);

    /// <summary>The number, unless there is a schedule.</summary>
    public double Value { get; }

    /// <summary>The schedule, or null.</summary>
    public Schedules.LearningRateSchedule? Schedule { get; }

    /// <summary>A constant rate.</summary>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>A rate that follows a schedule.</summary>
    public static implicit operator LearningRate(Schedules.LearningRateSchedule schedule) => new(0, schedule);

    /// <summary>Reads a number or a serialised schedule.</summary>
    public static LearningRate ReadConfig(ConfigValue value) =>
        value.IsNumber ? new(value.AsDouble(), null) : new(0, value.AsObject<Schedules.LearningRateSchedule>());

    /// <summary>Writes the number, as the float32 it is kept in, or the schedule.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        if (Schedule is not null) writer.Object(Schedule);
        else writer.Value((double)(float)Value);
    }
}
