using Keratin.Formats;
using Keratin.Formats.TensorBundle;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving.Checkpoints;

public class CheckpointTests(string engine) : Testing.OnEachEngine(engine)
{
    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void Saves_and_restores_variables_lists_dictionaries_and_nested_objects()
    {
        string path = Make(start: 1).Save(folder.File("nested/ckpt"));
        Assert.That(path, Is.EqualTo(folder.File("nested/ckpt") + "-1"));
        var again = Make(start: 100);
        again.Restore(path).AssertConsumed();
        Assert.That(Values(again), Is.EquivalentTo(Values(Make(start: 1)).Append(1)));

        static Checkpoint Make(float start) => new()
        {
            ["plain"] = new Variable(Tensor.Scalar(start)),
            ["list"] = new object[] { new Variable(Tensor.Scalar(start + 1)), new List<Variable> { new(Tensor.Scalar(start + 2)) } },
            ["by/name."] = new Dictionary<string, Variable> { ["a.b/c"] = new(Tensor.Scalar(start + 3)) },
            ["inner"] = new Trackable { ["x"] = new Variable(Tensor.Scalar(start + 4)) },
            ["metric"] = Count(start),
        };

        static Keratin.Metrics.Mean Count(float value)
        {
            var mean = new Keratin.Metrics.Mean();
            mean.UpdateState(Tensor.Scalar(value));
            return mean;
        }

        static double[] Values(Checkpoint checkpoint) => [.. new TrackableWalk(checkpoint).Objects().Select(static entry => entry.Node).OfType<Variable>().Select(static variable => Ops.Cast(variable.Value, DType.Float64).Value.Item<double>())];
    }

    [Test]
    public void Names_keys_as_TensorFlow_does()
    {
        var checkpoint = new Checkpoint { ["items"] = new object[] { new Variable(Tensor.Scalar(1)), new Dictionary<string, Variable> { ["weird/name.S"] = new(Tensor.Scalar(2)) } } };
        using var reader = CheckpointReader.Open(checkpoint.Write(folder.File("keys")));
        Assert.That(reader.Variables.Keys, Is.EqualTo(new[] { ObjectGraph.Key, "items/0/.ATTRIBUTES/VARIABLE_VALUE", "items/1/weird.Sname..S/.ATTRIBUTES/VARIABLE_VALUE" }));
        Assert.That(reader.Objects!["items"]["1"]["weird/name.S"].Tensors, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_child_that_is_set_after_the_restore_gets_its_value_then()
    {
        string path = new Checkpoint { ["net"] = new Trackable { ["kernel"] = new Variable(Tensor.Scalar(1f)), ["bias"] = new Variable(Tensor.Scalar(2f)) } }.Save(folder.File("late"));
        var net = new Trackable();
        var status = new Checkpoint { ["net"] = net }.Restore(path);
        var bias = new Variable(Tensor.Scalar(0f));
        net["bias"] = bias;
        Assert.That(bias.Value.Item<float>(), Is.EqualTo(2f));
        status.AssertExistingObjectsMatched();
        var unused = Assert.Throws<CheckpointMismatchException>(() => status.AssertConsumed())!;
        Assert.That(unused.Paths, Is.EqualTo(new[] { "net/kernel" }));
        net["kernel"] = new Variable(Tensor.Scalar(0f));
        status.AssertConsumed();
    }

    [Test]
    public void A_later_restore_wins_over_an_earlier_one_that_still_waits()
    {
        string Saved(float value) => new Checkpoint { ["net"] = new Trackable { ["x"] = new Variable(Tensor.Scalar(value)) } }.Save(folder.File($"order{value}"));
        var net = new Trackable();
        var checkpoint = new Checkpoint { ["net"] = net };
        checkpoint.Restore(Saved(1));
        checkpoint.Restore(Saved(2));
        var x = new Variable(Tensor.Scalar(0f));
        net["x"] = x;
        Assert.That(x.Value.Item<float>(), Is.EqualTo(2f));
    }

    [TestCase(Dialect.Keras2)]
    [TestCase(Dialect.Keras3)]
    public void A_model_that_is_built_after_the_restore_gets_its_weights_and_its_optimizer_its_slots(Dialect dialect)
    {
        using var scope = Dialects.Use(dialect);
        var (trained, x, y) = Trained(new Adam(0.01));
        string path = new Checkpoint { Model = trained, Optimizer = trained.Optimizer }.Save(folder.File($"delayed{dialect}"));

        var model = new Sequential([new Dense(8, "relu"), new BatchNormalization(), new Dense(2)]);
        model.Compile(new Adam(0.01), new MeanSquaredError());
        var status = new Checkpoint { Model = model, Optimizer = model.Optimizer }.Restore(path);
        // The first step builds layers and slots.
        Assert.That(Losses(model, x, y), Is.EqualTo(Losses(trained, x, y)));
        status.AssertConsumed();
    }

    [Test]
    public void Slots_of_a_legacy_optimizer_are_kept_beside_their_variables()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        var (trained, x, y) = Trained(new Keratin.Optimizers.Legacy.Adam(0.01));
        string path = new Checkpoint { Model = trained, Optimizer = trained.Optimizer }.Write(folder.File("legacy"));
        using (var reader = CheckpointReader.Open(path))
        {
            Assert.That(reader.HasTensor("model/layer_with_weights-0/kernel/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/VARIABLE_VALUE"));
            Assert.That(reader.GetTensor("optimizer/beta_1/.ATTRIBUTES/VARIABLE_VALUE").Item<float>(), Is.EqualTo(0.9f));
        }
        var model = new Sequential([new Dense(8, "relu"), new BatchNormalization(), new Dense(2)]);
        model.Compile(new Keratin.Optimizers.Legacy.Adam(0.01), new MeanSquaredError());
        var status = new Checkpoint { Model = model, Optimizer = model.Optimizer }.Read(path);
        Assert.That(Losses(model, x, y), Is.EqualTo(Losses(trained, x, y)));
        status.AssertConsumed();
    }

    [Test]
    public void A_legacy_optimizer_takes_the_hyperparameters_of_a_checkpoint()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        string path = new Checkpoint { ["optimizer"] = new Keratin.Optimizers.Legacy.Adam(0.01, beta1: 0.5) }.Write(folder.File("hyper"));
        var optimizer = new Keratin.Optimizers.Legacy.Adam(0.02);
        new Checkpoint { ["optimizer"] = optimizer }.Read(path).AssertConsumed();
        Assert.That((optimizer.LearningRate.Value, optimizer.Beta1, optimizer.Beta2), Is.EqualTo(((double)0.01f, 0.5, 0.999)));
    }

    [Test]
    public void A_shape_that_does_not_fit_is_told_and_nothing_is_changed()
    {
        string path = new Checkpoint { ["a"] = new Variable(Tensor.Scalar(5f)), ["b"] = new Variable(Tensor.From([1f, 2f])) }.Write(folder.File("shape"));
        var a = new Variable(Tensor.Scalar(0f));
        var error = Assert.Throws<ModelFormatException>(() => new Checkpoint { ["a"] = a, ["b"] = new Variable(Tensor.From([1f, 2f, 3f]), "mine") }.Read(path))!;
        Assert.That(error.Message, Does.Contain("b/.ATTRIBUTES").And.Contain("'mine'").And.Contain("(2,)").And.Contain("(3,)"));
        Assert.That(a.Value.Item<float>(), Is.Zero);
    }

    [Test]
    public void Assertions_list_what_does_not_match()
    {
        string path = new Checkpoint { ["a"] = new Variable(Tensor.Scalar(1f)) }.Write(folder.File("assert"));
        var other = new Checkpoint { ["b"] = new Variable(Tensor.Scalar(1f), "mine") }.Read(path);
        Assert.That(Assert.Throws<CheckpointMismatchException>(() => other.AssertExistingObjectsMatched())!.Message, Does.Contain("b (mine)"));
        Assert.That(Assert.Throws<CheckpointMismatchException>(() => other.AssertNontrivialMatch())!.Message, Does.Contain("b (mine)"));
        Assert.That(other.UnusedValues, Is.EqualTo(new[] { "a" }));
        Assert.Throws<CheckpointMismatchException>(() => new Checkpoint().Restore(null).AssertConsumed());
        new Checkpoint { ["a"] = new Variable(Tensor.Scalar(0f)), ["b"] = new Variable(Tensor.Scalar(1f)) }.Read(path).AssertNontrivialMatch().ExpectPartial();
    }

    [Test]
    public void A_checkpoint_without_a_count_of_saves_is_read_but_not_restored()
    {
        string path = new Checkpoint { ["a"] = new Variable(Tensor.Scalar(1f)) }.Write(folder.File("written"));
        new Checkpoint { ["a"] = new Variable(Tensor.Scalar(0f)) }.Read(path).AssertConsumed();
        Assert.Throws<CheckpointMismatchException>(() => new Checkpoint { ["a"] = new Variable(Tensor.Scalar(0f)) }.Restore(path).AssertConsumed());
    }

    [Test]
    public void The_children_of_a_root_stand_at_the_top()
    {
        var root = new Trackable { ["x"] = new Variable(Tensor.Scalar(3f)) };
        string path = new Checkpoint(root).Save(folder.File("root"));
        var top = new Checkpoint { ["x"] = new Variable(Tensor.Scalar(0f)) };
        top.Restore(path).AssertConsumed();
        Assert.That(((Variable)top["x"]).Value.Item<float>(), Is.EqualTo(3f));
    }

    [Test]
    public void Variables_are_found_by_name_in_a_checkpoint_of_TensorFlow_1()
    {
        var part = new Variable(DType.Float32, [7, 4], "part");
        var b = new Variable(DType.Int64, [5], "scope/b");
        new Checkpoint { ["anything"] = new[] { part, b } }.Restore(TestData.Path("corpus", "sharded.checkpoint.k221", "ckpt", "model-7")).AssertConsumed();
        using var reader = CheckpointReader.Open(TestData.Path("corpus", "sharded.checkpoint.k221", "ckpt"));
        Assert.That(part.Value.ToArray<float>(), Is.EqualTo(reader.GetTensor("part").ToArray<float>()));
        Assert.That(reader.Objects, Is.Null);
        Assert.That(reader.GetSlice("part", [2, 1], [3, 2]).ToArray<float>(), Is.EqualTo(Ops.Slice(part.Value, new[] { 2, 1 }, new[] { 3, 2 }).ToArray<float>()));
    }

    [Test]
    public void What_a_checkpoint_can_not_hold_is_refused_when_it_is_given()
    {
        Assert.That(Assert.Throws<ArgumentException>(() => _ = new Checkpoint { ["epoch"] = 3 })!.Message, Does.Contain("'epoch'").And.Contain("Variable"));
        Assert.Throws<ArgumentException>(() => _ = new Checkpoint { ["names"] = "text" });
    }

    [Test]
    public void A_damaged_checkpoint_changes_no_value()
    {
        var big = new Checkpoint { ["a"] = new Variable(Tensor.Zeros([1000])), ["b"] = new Variable(Tensor.Zeros([1000])) };
        string path = big.Write(folder.File("damaged"));
        string data = path + ".data-00000-of-00001";
        byte[] bytes = File.ReadAllBytes(data);
        bytes[^40] ^= 1;
        File.WriteAllBytes(data, bytes);
        var a = new Variable(Ops.Fill(new[] { 1000 }, 1f).Value);
        Assert.Throws<ModelFormatException>(() => new Checkpoint { ["a"] = a, ["b"] = new Variable(Tensor.Zeros([1000])) }.Read(path));
        Assert.That(a.Value.ToArray<float>(), Is.All.EqualTo(1f));
    }

    internal static (Sequential Model, Tensor X, Tensor Y) Trained(Optimizer optimizer)
    {
        var random = new Random(4);
        Tensor x = Tensor.From([.. Enumerable.Range(0, 160).Select(_ => random.NextSingle())], [40, 4]), y = Tensor.From([.. Enumerable.Range(0, 80).Select(_ => random.NextSingle())], [40, 2]);
        var model = new Sequential([new Dense(8, "relu"), new BatchNormalization(), new Dense(2)]);
        model.Compile(optimizer, new MeanSquaredError());
        Losses(model, x, y);
        return (model, x, y);
    }

    internal static double[] Losses(Model model, Tensor x, Tensor y)
    {
        var losses = new double[4];
        for (int i = 0; i < losses.Length; i++)
        {
            model.ResetMetrics();
            losses[i] = model.TrainOnBatch(x, y)["loss"];
        }
        return losses;
    }
}
