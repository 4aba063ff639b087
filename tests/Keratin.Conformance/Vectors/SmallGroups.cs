using Keratin.Constraints;
using Keratin.Gradients;
using Keratin.Optimizers.Schedules;
using Keratin.Regularizers;

namespace Keratin.Conformance.Vectors;

/// <summary>Regularizers: <c>x</c> → <c>value</c>, <c>grad</c>.</summary>
internal static class RegularizersGroup
{
    public static void Run(VectorCase @case)
    {
        var regularizer = KerasCase.Build<Regularizer>(@case);
        var (value, gradient) = (@case.Arrays.Find(@case.Json.GetProperty("value")), @case.Arrays.Find(@case.Json.GetProperty("grad")));
        Ways.CheckWithShapes(
            inputs =>
            {
                using var tape = new GradientTape();
                tape.Watch(inputs[0]);
                var penalty = regularizer.Apply(inputs[0]);
                return [penalty, gradient is null ? null : tape.Gradient(penalty, inputs[0])];
            },
            [@case.Arrays.Get(@case.Json.GetProperty("x"))],
            results =>
            {
                @case.Comparison.Check("value", results[0], value!);
                if (gradient is not null) @case.Comparison.Check("gradient", results[1], gradient);
            });
        KerasCase.CheckConfig(@case, regularizer);
    }
}

/// <summary>Constraints: <c>x</c> → <c>y</c>.</summary>
internal static class ConstraintsGroup
{
    public static void Run(VectorCase @case)
    {
        var constraint = KerasCase.Build<Constraint>(@case);
        var expected = @case.Arrays.Get(@case.Json.GetProperty("y"));
        // A weight's shape is always known.
        Ways.CheckWithShapes(inputs => [constraint.Apply(inputs[0])], [@case.Arrays.Get(@case.Json.GetProperty("x"))], results => @case.Comparison.Check("y", results[0], expected));
        KerasCase.CheckConfig(@case, constraint);
    }
}

/// <summary>Learning rate schedules: <c>steps</c> → <c>values</c>.</summary>
internal static class SchedulesGroup
{
    public static void Run(VectorCase @case)
    {
        var schedule = KerasCase.Build<LearningRateSchedule>(@case);
        var steps = @case.Arrays.Get(@case.Json.GetProperty("steps"));
        var values = @case.Arrays.Get(@case.Json.GetProperty("values"));
        for (int i = 0; i < steps.Shape.ElementCount; i++)
        {
            double expected = Comparison.NumberAt(values, i), step = Comparison.NumberAt(steps, i);
            Ways.CheckForAnyBatch(
                inputs => [schedule.Apply(inputs[0])],
                [Tensor.Scalar((long)step)],
                results => @case.Comparison.Check($"rate at step {step}", results[0]!.Item<float>(), expected));
        }
        KerasCase.CheckConfig(@case, schedule);
    }
}
