using System.Text.Json;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;
using Legacy = Keratin.Optimizers.Legacy;

namespace Keratin.Interop;

/// <summary>
/// Training states go from C# to Python and back as checkpoints: everything in them is consumed, and training goes on with the losses
/// that it would have had.
/// </summary>
public class CheckpointTests(string engine) : Testing.OnEachEngine(engine)
{
    private const int Steps = 5, BatchSize = 8;

    private static readonly Trained[] Optimizers =
    [
        new("sgd", "SGD(0.01)", static () => new SGD(0.01), [2, 3]),
        new("momentum", "SGD(0.01, momentum=0.9, nesterov=True)", static () => new SGD(0.01, 0.9, nesterov: true), [2, 3]),
        new("adam", "Adam(0.01)", static () => new Adam(0.01), [2, 3]),
        new("amsgrad", "Adam(0.01, amsgrad=True)", static () => new Adam(0.01, amsgrad: true), [2, 3]),
        new("ema", "Adam(0.01, use_ema=True, ema_momentum=0.9)", static () => new Adam(0.01) { UseEma = true, EmaMomentum = 0.9 }, [2, 3]),
        new("schedule", "Adam(K.optimizers.schedules.ExponentialDecay(0.02, 3, 0.8))", static () => new Adam(new Keratin.Optimizers.Schedules.ExponentialDecay(0.02, 3, 0.8)), [2, 3]),
        new("adamw", "AdamW(0.01, weight_decay=0.02)", static () => new AdamW(0.01) { WeightDecay = 0.02 }, [2, 3]),
        new("rmsprop", "RMSprop(0.01, momentum=0.5, centered=True)", static () => new RMSprop(0.01, momentum: 0.5, centered: true), [2, 3]),
        new("adagrad", "Adagrad(0.05)", static () => new Adagrad(0.05), [2, 3]),
        new("adadelta", "Adadelta(0.5)", static () => new Adadelta(0.5), [2, 3]),
        new("adamax", "Adamax(0.01)", static () => new Adamax(0.01), [2, 3]),
        new("nadam", "Nadam(0.01)", static () => new Nadam(0.01), [2, 3]),
        new("ftrl", "Ftrl(0.05)", static () => new Ftrl(0.05), [2, 3]),
        new("lion", "Lion(0.01)", static () => new Lion(0.01), [2, 3]),
        new("adafactor", "Adafactor(0.01)", static () => new Adafactor(0.01), [2, 3]),
        new("lamb", "Lamb(0.01)", static () => new Lamb(0.01), [3]),
        new("loss_scale", "LossScaleOptimizer(Adam(0.01))", static () => new LossScaleOptimizer(new Adam(0.01)), [2, 3]),
        new("legacy_loss_scale", "LossScaleOptimizer(legacy.SGD(0.01, momentum=0.9))", static () => new LossScaleOptimizer(new Legacy.SGD(0.01, 0.9)), [2]),
        new("muon", "Muon(0.01)", static () => new Muon(0.01), [3]),
        new("schedule_free", "ScheduleFreeAdamW(0.01)", static () => new ScheduleFreeAdamW(0.01), [3]),
        new("legacy_sgd", "legacy.SGD(0.01, momentum=0.9)", static () => new Legacy.SGD(0.01, 0.9), [2]),
        new("legacy_adam", "legacy.Adam(0.01, amsgrad=True)", static () => new Legacy.Adam(0.01, amsgrad: true), [2]),
        new("legacy_rmsprop", "legacy.RMSprop(0.01, momentum=0.5, centered=True)", static () => new Legacy.RMSprop(0.01, momentum: 0.5, centered: true), [2]),
        new("legacy_adagrad", "legacy.Adagrad(0.05)", static () => new Legacy.Adagrad(0.05), [2]),
        new("legacy_adadelta", "legacy.Adadelta(0.5)", static () => new Legacy.Adadelta(0.5), [2]),
        new("legacy_adamax", "legacy.Adamax(0.01)", static () => new Legacy.Adamax(0.01), [2]),
        new("legacy_nadam", "legacy.Nadam(0.01)", static () => new Legacy.Nadam(0.01), [2]),
        new("legacy_hyperparameters", "legacy.Adam(0.01, decay=0.1, beta_1=0.8, beta_2=0.99)", static () => new Legacy.Adam(0.01, 0.8, 0.99) { Decay = 0.1 }, [2])
        {
            // The checkpoint holds these numbers, and brings them (but for the decay) to an optimizer that was made with others.
            PythonReader = "legacy.Adam(0.5, decay=0.1)", Reader = static () => new Legacy.Adam(0.5) { Decay = 0.1 },
        },
        new("legacy_ftrl", "legacy.Ftrl(0.05)", static () => new Legacy.Ftrl(0.05), [2]),
    ];

    /// <summary>An optimizer as it is made here and there, and as what reads the checkpoint has it.</summary>
    private sealed record Trained(string Name, string Python, Func<Optimizer> Make, int[] Keras)
    {
        public string PythonReader { get; init; } = Python;

        public Func<Optimizer> Reader { get; init; } = Make;
    }

    private readonly string folder = Directory.CreateTempSubdirectory("keratin-checkpoints").FullName;
    private readonly Dictionary<string, float[]> data = [];
    private readonly int[] labels = new int[Steps * BatchSize];
    private readonly Dictionary<string, double[]> ours = [];
    private JsonElement answer;

    // One Python process answers for all cases: starting it takes longest.
    [OneTimeSetUp]
    public void Exchange()
    {
        var random = new Random(5);
        data["plain"] = [.. Enumerable.Range(0, labels.Length * 6).Select(_ => random.NextSingle() * 2 - 1)];
        data["zoo"] = [.. Enumerable.Range(0, labels.Length * 20).Select(_ => random.NextSingle() * 2 - 1)];
        for (int i = 0; i < labels.Length; i++) labels[i] = random.Next(3);

        foreach (var @case in Cases())
        {
            var model = Make(@case.Keras, @case.Model, @case.Optimizer.Make);
            Losses(model, @case.Model);
            new Checkpoint { Model = model, Optimizer = model.Optimizer }.Write(Path.Combine(folder, @case.Name));
            if (@case.Keras == 2) model.SaveWeights(Path.Combine(folder, $"weights-{@case.Name}"));
            ours[@case.Name] = Losses(model, @case.Model);
        }
        Manage();
        answer = Peer.Ask("checkpoints.py", new
        {
            folder, x = data, shapes = new { plain = new[] { labels.Length, 6 }, zoo = new[] { labels.Length, 5, 4 } }, y = labels, steps = Steps, batch = BatchSize,
            cases = Cases().Select(static @case => new { name = @case.Name, keras = @case.Keras, model = @case.Model, optimizer = @case.Optimizer.Python, reader = @case.Optimizer.PythonReader }),
        });
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Names))]
    public void Python_consumes_what_we_saved_and_goes_on_with_equal_losses(string name) => AssertLosses(answer.GetProperty("read")[Index(name)], ours[name]);

    [TestCaseSource(nameof(Keras2Names))]
    public void Keras_2_loads_the_weights_we_saved(string name) => AssertLosses(answer.GetProperty("weights")[Index(name)], ours[name]);

    [TestCaseSource(nameof(Names))]
    public void We_consume_what_Python_saved_and_go_on_with_equal_losses(string name)
    {
        var result = answer.GetProperty("write")[Index(name)];
        AssertNoError(result);
        var @case = Cases().Single(@case => @case.Name == name);
        var model = Make(@case.Keras, @case.Model, @case.Optimizer.Reader);
        var status = new Checkpoint { Model = model, Optimizer = model.Optimizer }.Read(Path.Combine(folder, $"python-{name}"));
        double[] losses = Losses(model, @case.Model);
        status.AssertConsumed();
        AssertLosses(result, losses);
    }

    [Test]
    public void Managers_of_both_go_on_in_one_folder()
    {
        var result = answer.GetProperty("manager");
        AssertNoError(result);
        Assert.That(result.GetRawText().Replace(" ", "", StringComparison.Ordinal), Is.EqualTo("""{"step":3,"parts":[1.5,-2.0],"names":["a","na\u00efve"],"counter":3}"""));
        var (checkpoint, manager) = Managed();
        Assert.That(manager.LatestCheckpoint, Does.EndWith("ckpt-5"));
        Assert.That(manager.Checkpoints, Has.Count.EqualTo(2));
        checkpoint.Restore(manager.LatestCheckpoint).AssertConsumed();
        Assert.That(checkpoint.Step!.Value.Item<long>(), Is.EqualTo(5));
    }

    private static IEnumerable<string> Names() => Cases().Select(static @case => @case.Name);

    private static IEnumerable<string> Keras2Names() => Cases().Where(static @case => @case.Keras == 2).Select(static @case => @case.Name);

    private static IEnumerable<(string Name, int Keras, string Model, Trained Optimizer)> Cases()
    {
        foreach (int keras in (int[])[2, 3])
        {
            foreach (var optimizer in Optimizers)
                if (optimizer.Keras.Contains(keras)) yield return ($"{optimizer.Name}.k{keras}", keras, "plain", optimizer);
            // Adam would blow up the rounding noise that is the gradient of an attention's key bias.
            yield return ($"zoo.k{keras}", keras, "zoo", Optimizers[1]);
        }
    }

    private static int Index(string name) => Names().ToList().IndexOf(name);

    private void Manage()
    {
        var (checkpoint, manager) = Managed();
        ((Variable[])checkpoint["parts"])[0].Assign(new[] { 1.5f, -2f });
        ((Variable)checkpoint["names"]).Assign(Tensor.FromStrings("a", "naïve"));
        for (int i = 0; i < 3; i++)
        {
            checkpoint.Step!.AssignAdd(1L);
            manager.Save();
        }
    }

    private (Checkpoint, CheckpointManager) Managed()
    {
        var checkpoint = new Checkpoint
        {
            Step = new Variable(Tensor.Scalar(0L)), ["parts"] = new[] { new Variable(Tensor.From([0f, 0f])) }, ["names"] = new Variable(Tensor.FromStrings("", "")),
        };
        return (checkpoint, new CheckpointManager(checkpoint, Path.Combine(folder, "managed"), maxToKeep: 2));
    }

    private static Functional Make(int keras, string model, Func<Optimizer> optimizer)
    {
        using var dialect = Dialects.Use(keras == 2 ? Dialect.Keras2 : Dialect.Keras3);
        var made = model == "plain" ? Plain() : Zoo();
        made.Compile(optimizer(), new SparseCategoricalCrossentropy(fromLogits: true));
        return made;
    }

    private static Functional Plain()
    {
        var input = new Input(6);
        return new Functional(input, new Dense(3).Apply(new BatchNormalization().Apply(new Dense(9, "relu").Apply(input.Output))));
    }

    private static Functional Zoo()
    {
        var input = new Input(5, 4);
        var h = new Conv1D(6, 3, activation: "relu", padding: Padding.Same).Apply(input.Output);
        h = new MultiHeadAttention(2, 3).Apply(new[] { h, h }).Single;
        h = new LayerNormalization().Apply(h);
        h = new TimeDistributed(new Dense(5)).Apply(h);
        h = new Bidirectional(new LSTM(4) { ReturnSequences = true }).Apply(h);
        h = new GRU(4).Apply(h);
        var inner = new Sequential([new Dense(6, "relu"), new BatchNormalization()]);
        return new Functional(input, new Dense(3).Apply(inner.Apply(h)));
    }

    private double[] Losses(Model model, string kind)
    {
        var losses = new double[Steps];
        int size = data[kind].Length / labels.Length;
        for (int i = 0; i < Steps; i++)
        {
            model.ResetMetrics();
            var rows = Tensor.From<float>(data[kind].AsSpan(i * BatchSize * size, BatchSize * size), kind == "plain" ? [BatchSize, 6] : [BatchSize, 5, 4]);
            losses[i] = model.TrainOnBatch(rows, Tensor.From<int>(labels.AsSpan(i * BatchSize, BatchSize)))["loss"];
        }
        return losses;
    }

    private static void AssertNoError(JsonElement result)
    {
        if (result.TryGetProperty("error", out var error)) Assert.Fail(error.GetString()!);
    }

    private static void AssertLosses(JsonElement result, double[] losses)
    {
        AssertNoError(result);
        double[] expected = [.. result.GetProperty("losses").EnumerateArray().Select(static value => value.GetDouble())];
        for (int i = 0; i < Steps; i++)
            Assert.That(Math.Abs(losses[i] - expected[i]), Is.LessThanOrEqualTo(1e-5 * Math.Abs(expected[i])), $"loss {i}: Python's {expected[i]}, ours {losses[i]}");
    }
}
