using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Tests.Layers.Recurrent;

public class DynamicTimeTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void One_model_takes_sequences_of_any_length()
    {
        var lstm = new LSTM(3) { ReturnSequences = true };
        var input = new Input(-1, 2).Output;
        var model = new Functional(input, lstm.Apply(input));
        Assert.That(model.Outputs[0].Shape, Is.EqualTo(Shape.Of(-1, -1, 3)));
        foreach (int length in new[] { 1, 4, 7 })
        {
            var x = Numbers(2, length, 2);
            Assert.That(model.Predict(x)[0].ToArray<float>(), Is.EqualTo(lstm.Apply(x).ToArray<float>()).Within(1e-6), $"{length} steps");
        }
    }

    [Test]
    public void Training_on_sequences_of_any_length_changes_what_training_at_once_changes()
    {
        Keratin.Optimizers.SGD Optimizer() => new(0.1);
        var (traced, eager) = (Model(), Model());
        eager.SetWeights(traced.GetWeights());
        traced.Compile(Optimizer(), "mse");
        eager.Compile(Optimizer(), "mse", runEagerly: true);
        foreach (int length in new[] { 3, 5 })
        {
            var (x, y) = (Numbers(4, length, 2), Numbers(4, 1));
            traced.Fit(x, y, batchSize: 4);
            eager.Fit(x, y, batchSize: 4);
        }
        var (got, expected) = (traced.GetWeights(), eager.GetWeights());
        for (int i = 0; i < got.Length; i++) Assert.That(got[i].ToArray<float>(), Is.EqualTo(expected[i].ToArray<float>()).Within(1e-5));

        static Sequential Model() => new([new Input(-1, 2), new LSTM(3), new Dense(1)]);
    }

    [Test]
    public void The_graph_holds_a_loop_unless_unrolling_is_wanted([Values] bool unroll)
    {
        var lstm = new LSTM(3) { Unroll = unroll };
        var function = Keratin.Graphs.Function.Trace("f", [new(DType.Float32, [-1, 50, 2])], a => [lstm.Apply(a[0])]);
        Assert.That(function.Graph.Nodes.Any(static node => node.Op.Name == "While"), Is.EqualTo(!unroll));
        Assert.That(function.Graph.Nodes, Has.Count.LessThan(100).Or.Property("Count").GreaterThan(500));
    }

    private static Tensor Numbers(params int[] shape)
    {
        var random = new Random(1);
        var numbers = new float[shape.Aggregate(1, static (a, b) => a * b)];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = random.NextSingle() * 2 - 1;
        return Tensor.From(numbers, Shape.Of(shape));
    }
}
