using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;

namespace Keratin.Benchmarks;

/// <summary>A model to time, and data for it.</summary>
internal sealed record Workload(string Name, Shape SampleShape, Func<Model> Make)
{
    public static Workload Mlp { get; } = new("mlp", [784], static () =>
        new Sequential([new Input(784), new Dense(512, "relu"), new Dense(512, "relu"), new Dense(10)]));

    public static Workload Convnet { get; } = new("convnet", [28, 28, 1], static () =>
        new Sequential([
            new Input(28, 28, 1), new Conv2D(32, 3, activation: "relu"), new Conv2D(64, 3, activation: "relu"),
            new MaxPooling2D(), new Flatten(), new Dense(128, "relu"), new Dense(10)]));

    /// <summary>30 branches of 50 layers: 3,000 small variables.</summary>
    public static Workload Many { get; } = new("many", [8], static () =>
    {
        Tensor input = new Input(8);
        var ends = new Tensor[30];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = input;
            for (int j = 0; j < 50; j++) ends[i] = new Dense(8).Apply(ends[i]);
        }
        return new Functional(input, new Add().Apply(ends));
    }) { Learns = false };

    /// <summary>One variable of 512 MB.</summary>
    public static Workload Embedding { get; } = new("embedding", [4], static () =>
        new Sequential([new Input(4) { DType = DType.Int32 }, new Embedding(1_000_000, 128), new Flatten(), new Dense(1)])) { Learns = false };

    public static Workload ResNet50 { get; } = new("resnet50", [224, 224, 3], Keratin.Benchmarks.ResNet50.Make) { HasProbabilities = true };

    /// <summary>Whether it is trained to tell classes apart, by Adam; otherwise compiled for SGD, which keeps no state for a variable.</summary>
    public bool Learns { get; private init; } = true;

    /// <summary>Whether it ends in a softmax rather than in logits.</summary>
    public bool HasProbabilities { get; private init; }

    public static Workload Lstm { get; } = new("lstm", [100, 64], static () => new Sequential([new Input(100, 64), new LSTM(128), new Dense(10)]));

    public Model MakeCompiled()
    {
        var model = Make();
        if (Learns) model.Compile(new Adam(), new SparseCategoricalCrossentropy(fromLogits: !HasProbabilities));
        else model.Compile("sgd", "mse");
        return model;
    }

    /// <summary>A compiled model which has taken one training step, so that the optimizer has its state.</summary>
    public Model MakeTrained()
    {
        var model = MakeCompiled();
        if (Learns) model.Fit(Batch(2), Labels(2), batchSize: 2);
        return model;
    }

    public Tensor Batch(int samples) => Tensor.From(Numbers(samples), BatchShape(samples));

    public Shape BatchShape(int samples) => SampleShape.Prepend(samples);

    public float[] Numbers(int samples)
    {
        var random = new Random(0);
        var numbers = new float[samples * SampleShape.ElementCount];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = (float)(random.NextDouble() * 2 - 1);
        return numbers;
    }

    public static Tensor Labels(int samples)
    {
        var random = new Random(1);
        var labels = new int[samples];
        for (int i = 0; i < samples; i++) labels[i] = random.Next(10);
        return Tensor.From(labels);
    }
}
