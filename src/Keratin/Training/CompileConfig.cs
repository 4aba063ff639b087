using Keratin.Losses;
using Keratin.Metrics;
using Keratin.Optimizers;
using Keratin.Serialization;

namespace Keratin.Training;

/// <summary>What a model was compiled with, as files hold it: <c>compile_config</c> of <c>.keras</c>, <c>training_config</c> of <c>.h5</c>.</summary>
internal static class CompileConfig
{
    /// <summary>Writes the keys; HDF5 files know the optimizer as <c>optimizer_config</c>, at the end.</summary>
    public static void Write(ConfigWriter writer, CompileArguments arguments, bool isHdf5)
    {
        if (!isHdf5) WriteOptimizer(writer, "optimizer", arguments.Optimizer);
        writer.Key("loss");
        WriteLoss(writer, arguments.Loss, isHdf5);
        writer.Key("metrics");
        WriteMetrics(writer, arguments.Metrics);
        writer.Key("loss_weights");
        writer.Any(arguments.LossWeights?.Select(static weight => (object?)weight).ToArray());
        writer.Key("weighted_metrics");
        WriteMetrics(writer, arguments.WeightedMetrics);
        if (!isHdf5 || writer.Dialect == Dialect.Keras3)
        {
            // Keras 2 writes what was given to compile, Keras 3 what that means.
            bool isKeras3 = writer.Dialect == Dialect.Keras3;
            writer.Key("run_eagerly");
            writer.Any(isKeras3 || arguments.RunEagerly ? arguments.RunEagerly : null);
            writer.Key("steps_per_execution");
            writer.Any(isKeras3 ? 1 : null);
            writer.Key("jit_compile");
            writer.Any(isKeras3 ? false : null);
        }
        if (isHdf5) WriteOptimizer(writer, "optimizer_config", arguments.Optimizer);
    }

    /// <summary>Reads either form; keys that say how Python is to run are passed over.</summary>
    public static CompileArguments Read(ConfigReader config)
    {
        var optimizer = Get("optimizer") ?? Get("optimizer_config");
        return new CompileArguments(
            optimizer?.AsObject<Optimizer>(),
            Get("loss") is { } loss ? ReadLoss(loss) : null,
            Get("metrics") is { } metrics ? ReadMetrics(metrics) : null,
            Get("loss_weights") is { } weights ? ReadWeights(weights) : null,
            Get("weighted_metrics") is { } weighted ? ReadMetrics(weighted) : null);

        ConfigValue? Get(string key) => config.TryGet(key, out var value) && !value.IsNull ? value : null;
    }

    private static void WriteOptimizer(ConfigWriter writer, string key, Optimizer? optimizer)
    {
        writer.Key(key);
        writer.Object(optimizer);
    }

    private static void WriteLoss(ConfigWriter writer, LossSet? losses, bool isHdf5)
    {
        if (losses?.List is { } list)
        {
            writer.BeginList();
            foreach (var loss in list) WriteLoss(writer, loss, isHdf5);
            writer.EndList();
        }
        else if (losses?.Named is { } named)
        {
            writer.BeginObject();
            foreach (var (name, loss) in named)
            {
                writer.Key(name);
                WriteLoss(writer, loss, isHdf5);
            }
            writer.EndObject();
        }
        else WriteLoss(writer, losses?.Single, isHdf5);
    }

    // In HDF5 files Keras 3 finds losses by their full names only.
    private static void WriteLoss(ConfigWriter writer, Loss? loss, bool isHdf5)
    {
        if (loss?.Identifier is { } identifier) writer.Value(isHdf5 && writer.Dialect == Dialect.Keras3 ? SnakeCase.Of(loss.ClassName) : identifier);
        else writer.Object(loss);
    }

    private static void WriteMetrics(ConfigWriter writer, MetricSet? metrics)
    {
        if (metrics?.Named is { } named)
        {
            writer.BeginObject();
            foreach (var (name, choices) in named)
            {
                writer.Key(name);
                List(choices);
            }
            writer.EndObject();
        }
        else if (metrics?.PerOutput is { } perOutput)
        {
            writer.BeginList();
            foreach (var choices in perOutput) List(choices);
            writer.EndList();
        }
        else if (metrics is not null) List(metrics.Flat!);
        else writer.Null();

        void List(IReadOnlyList<MetricChoice> choices)
        {
            writer.BeginList();
            foreach (var choice in choices)
                if (choice.Identifier is { } identifier) writer.Value(identifier); else writer.Object(choice.Metric);
            writer.EndList();
        }
    }

    private static LossSet? ReadLoss(ConfigValue value)
    {
        if (value.IsList) return value.AsArray(ReadOneLoss);
        if (value.IsDictionary && !value.AsReader().Has("class_name")) return value.AsDictionary(ReadOneLoss);
        return ReadOneLoss(value)!;
    }

    private static Loss? ReadOneLoss(ConfigValue value)
    {
        if (value.IsNull) return null;
        var loss = value.AsObject<Loss>();
        if (value.IsString) loss.Identifier = value.AsString();
        return loss;
    }

    private static MetricSet ReadMetrics(ConfigValue value)
    {
        if (value.IsDictionary && !value.AsReader().Has("class_name"))
            return MetricSet.ForOutputs(value.AsDictionary(static item => (IReadOnlyList<MetricChoice>)ReadChoices(item)));
        if (!value.IsList) return [ReadChoice(value)];
        var items = value.AsArray(static item => (item.IsList, Choices: ReadChoices(item)));
        // Keras 2 wraps the metrics of the only output in a list of their own.
        if (items is [{ IsList: true } only]) return MetricSet.Create(only.Choices);
        if (Array.Exists(items, static item => item.IsList)) return MetricSet.ForOutputs(Array.ConvertAll(items, static item => (IReadOnlyList<MetricChoice>)item.Choices));
        return MetricSet.Create([.. items.SelectMany(static item => item.Choices)]);
    }

    private static MetricChoice[] ReadChoices(ConfigValue value) =>
        value.IsNull ? [] : value.IsList ? value.AsArray(ReadChoice) : [ReadChoice(value)];

    private static MetricChoice ReadChoice(ConfigValue value) => value.IsString ? (MetricChoice)value.AsString() : value.AsObject<Metric>();

    private static double[] ReadWeights(ConfigValue value) =>
        value.IsList ? value.AsArray(static item => item.IsNull ? 1 : item.AsDouble())
        : value.IsDictionary ? [.. value.AsDictionary(static item => item.AsDouble()).Values]
        : [value.AsDouble()];
}
