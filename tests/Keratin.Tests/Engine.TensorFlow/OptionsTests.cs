using Keratin.Engines.Managed;
using Keratin.Engines.TensorFlow;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.TensorFlow;

/// <summary>Options as TensorFlow's own <c>ConfigProto</c> writes them, and devices.</summary>
[NonParallelizable]
internal sealed class OptionsTests
{
    // What config_pb2.ConfigProto(...).SerializeToString(deterministic=True) gives in Python.
    [Test]
    public void Threads_placement_and_gpu_memory_are_written_as_TensorFlow_reads_them() => Check(
        new TensorFlowOptions { IntraOpThreads = 2, InterOpThreads = 3, LogPlacement = true, GpuMemoryFraction = 0.5, MemoryGrowth = true, VisibleGpus = [1, 3] },
        "10022803321009000000000000e03f20012a03312c3338014001");

    [Test]
    public void No_visible_gpu_is_a_device_count_of_zero() => Check(new TensorFlowOptions { SoftPlacement = false, VisibleGpus = [] }, "0a070a034750551000");

    [Test]
    public void A_worker_sees_its_own_devices_and_knows_the_leader() => Check(
        new TensorFlowOptions { Cluster = new Cluster(["a:1", "b:2"], 1) },
        "22122f6a6f623a776f726b65722f7461736b3a31380182011e0a1c2f6a6f623a776f726b65722f7265706c6963613a302f7461736b3a30");

    [Test]
    public void A_cluster_is_read_from_TF_CONFIG()
    {
        Environment.SetEnvironmentVariable("TF_CONFIG", """{"cluster": {"worker": ["a:1", "b:2"]}, "task": {"type": "worker", "index": 1}}""");
        try
        {
            var cluster = Cluster.FromEnvironment()!;
            Assert.That((cluster.Workers, cluster.Index), Is.EqualTo((new[] { "a:1", "b:2" }, 1)));
            Environment.SetEnvironmentVariable("TF_CONFIG", "{}");
            Assert.Throws<FormatException>(static () => Cluster.FromEnvironment());
        }
        finally { Environment.SetEnvironmentVariable("TF_CONFIG", null); }
    }

    [Test]
    public void A_gpu_that_is_not_there_is_an_error_that_says_what_there_is_and_what_to_do()
    {
        var before = Engine.Current;
        Engine.Current = new ManagedEngine();
        try
        {
            var error = Assert.Throws<InvalidOperationException>(static () => Device.Gpu(0).Use());
            Assert.That(error!.Message, Does.Contain("GPU:0").And.Contains("CPU:0").And.Contains("UseTensorFlow"));
        }
        finally { Engine.Current = before; }
    }

    [Test]
    public void Ops_are_recorded_with_the_device_of_their_scope()
    {
        var graph = FunctionGraph.Trace("placed", [new TensorSpec(DType.Float32, [2])], static arguments =>
        {
            Tensor outside = Ops.Square(arguments[0]);
            using (Device.Cpu().Use()) return [Ops.Square(outside)];
        });
        Assert.That(graph.Nodes.Where(static node => node.Op.Name == "Square").Select(static node => node.Device), Is.EqualTo(new[] { null, Device.Cpu() }));
        Assert.That(Device.Current, Is.Null);
    }

    private static void Check(TensorFlowOptions options, string bytes) => Assert.That(Convert.ToHexStringLower(options.ToProto().Written), Is.EqualTo(bytes));
}
