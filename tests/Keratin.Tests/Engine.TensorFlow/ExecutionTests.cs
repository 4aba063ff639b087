using Keratin.Engines;
using Keratin.Engines.Managed;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.TensorFlow;

internal sealed class ExecutionTests : OnTensorFlow
{
    [Test]
    public void Says_its_version_and_devices()
    {
        Assert.That(TensorFlow.Version, Does.StartWith("2."));
        Assert.That(TensorFlow.Devices, Does.Contain(Device.Cpu()));
        Assert.That((TensorFlow.Supports("MatMul"), TensorFlow.Supports("NoSuchOp")), Is.EqualTo((true, false)));
    }

    [Test]
    public unsafe void Large_tensors_are_given_without_a_copy()
    {
        var x = Tensor.From(new float[10_000]);
        // Reshape hands its input's memory on.
        var y = Ops.Reshape(x, [100, 100]).Value;
        Assert.That((nint)y.Pointer, Is.EqualTo((nint)x.Pointer));
    }

    [Test]
    public void A_result_outlives_what_it_was_made_of()
    {
        var view = Make();
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = new float[100_000];
        }
        Assert.That(view.ToArray<float>(), Is.All.EqualTo(7));

        static Tensor Make()
        {
            float[] numbers = new float[10_000];
            Array.Fill(numbers, 7);
            return Ops.Reshape(Tensor.From(numbers), [100, 100]);
        }
    }

    [Test]
    public void Strings_go_there_and_back()
    {
        string[] texts = ["", "short", new string('x', 22), new string('y', 23), new string('z', 100_000), "with\0zero", "ümläut"];
        Assert.That(Ops.Reshape(Tensor.FromStrings(texts), [7, 1]).ToArray<string>(), Is.EqualTo(texts));
        Assert.That(Ops.Execute("StringLength", [Tensor.FromStrings(texts)])[0].ToArray<int>(), Is.EqualTo(new[] { 0, 5, 22, 23, 100_000, 9, 8 }));
    }

    [TestCase(DType.Half)]
    [TestCase(DType.BFloat16)]
    [TestCase(DType.Int8)]
    [TestCase(DType.Bool)]
    [TestCase(DType.Complex128)]
    public void Every_kind_of_number_goes_there_and_back(DType dtype)
    {
        var x = Ops.Cast(Tensor.From(new[] { 0, 1, 1, 0, 1, 0 }, [2, 3]), dtype);
        Assert.That(Ops.Execute("Identity", [x])[0].Value.Bytes.ToArray(), Is.EqualTo(x.Value.Bytes.ToArray()));
    }

    [Test]
    public void An_error_has_TensorFlow_s_words_and_names_the_op()
    {
        var error = Assert.Throws<OpException>(static () => Ops.MatMul(Tensor.From(new float[2, 3]), Tensor.From(new float[2, 3])));
        Assert.That(error!.Op, Is.EqualTo("MatMul"));
        Assert.That(error.Message, Does.Contain("INVALID_ARGUMENT").And.Contains("Matrix size-incompatible"));
        Assert.That(Ops.Square(Tensor.From([3f])).ToArray<float>(), Is.EqualTo(new[] { 9f }), "the next op is not hurt");
    }

    [Test]
    public void An_error_inside_of_a_function_names_the_node()
    {
        var function = Function.Trace("checked", [new TensorSpec(DType.Float32, [-1]), new TensorSpec(DType.Float32, [-1])], static arguments =>
        {
            var sum = Ops.Square(arguments[0]);
            for (int i = 0; i < 5; i++) sum = Ops.Square(sum);
            return [Ops.AddV2(sum, arguments[1])];
        });
        var error = Assert.Throws<OpException>(() => function.Compile().Run([Tensor.From([1f, 2f]), Tensor.From([1f, 2f, 3f])]));
        Assert.That(error!.Node, Is.EqualTo("AddV2"));
        Assert.That(error.Message, Does.Contain("ncompatible shapes").IgnoreCase);
    }

    [Test]
    public void Functions_call_branches_and_loops()
    {
        var twice = FunctionGraph.Trace("twice", [new TensorSpec(DType.Float32, [])], static x => [x[0] + x[0]]);
        var negate = FunctionGraph.Trace("negate", [new TensorSpec(DType.Float32, [])], static x => [-x[0]]);
        var function = Function.Trace("branching", [new TensorSpec(DType.Bool, []), new TensorSpec(DType.Float32, [])], arguments =>
            Ops.Execute("StatelessIf", arguments, ("then_branch", twice), ("else_branch", negate), ("Tout", new[] { DType.Float32 }), ("output_shapes", Array.Empty<Shape>())));
        var executable = function.Compile();
        Assert.That(executable.Run([true, 3f])[0].Item<float>(), Is.EqualTo(6));
        Assert.That(executable.Run([false, 3f])[0].Item<float>(), Is.EqualTo(-3));

        var goOn = FunctionGraph.Trace("go_on", [new TensorSpec(DType.Float32, [])], static x => [Ops.Less(x[0], 100f)]);
        Assert.That(Ops.Execute("StatelessWhile", [3f], ("cond", goOn), ("body", twice))[0].Item<float>(), Is.EqualTo(192));
    }

    [Test]
    public void A_run_from_memory_to_memory_allocates_nothing()
    {
        var function = Function.Trace("direct", [new TensorSpec(DType.Float32, [-1, 2])], static x => [Ops.Square(x[0]) + Ops.Exp(x[0]) * Ops.Sum(x[0], new[] { 0 }) - Ops.Tanh(x[0])]);
        var specialization = function.Compile().Specialize([[3, 2]])!;
        float[] input = new float[6], output = new float[6];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Run();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(specialization.Outputs[0].Shape, Is.EqualTo(Shape.Create(3, 2)));

        unsafe void Run()
        {
            fixed (float* source = input, target = output) specialization.Run([(nint)source], [(nint)target]);
        }
    }

    [Test]
    public void A_run_of_a_function_allocates_a_few_hundred_bytes()
    {
        var function = Function.Trace("small", [new TensorSpec(DType.Float32, [4])], static x => [Ops.Square(x[0])]);
        var executable = function.Compile();
        Tensor x = Tensor.From(new float[4]);
        for (int i = 0; i < 10; i++) executable.Run([x]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) executable.Run([x]);
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 100, Is.LessThan(400));
    }

    [Test]
    public void A_gpu_that_is_not_there_is_an_error_that_says_what_it_needs()
    {
        if (TensorFlow.Devices.Contains(Device.Gpu())) Assert.Ignore("There is a GPU here.");
        Assert.That(Assert.Throws<InvalidOperationException>(static () => Device.Gpu(0).Use())!.Message, Does.Contain("CUDA"));
    }

    [Test]
    public void Ops_run_on_the_device_of_their_scope()
    {
        using (Device.Cpu().Use()) Assert.That(Ops.Square(Tensor.From([2f])).ToArray<float>(), Is.EqualTo(new[] { 4f }));
    }

    [Test]
    public void Seeded_random_ops_give_the_same_as_the_managed_engine()
    {
        var theirs = Ops.Execute("StatelessRandomUniformV2", [Tensor.From([2, 3]), Tensor.From([5UL]), Tensor.From([0UL, 0UL]), 1]);
        Engine.Current = new ManagedEngine();
        var ours = Ops.Execute("StatelessRandomUniformV2", [Tensor.From([2, 3]), Tensor.From([5UL]), Tensor.From([0UL, 0UL]), 1]);
        Assert.That(theirs[0].ToArray<float>(), Is.EqualTo(ours[0].ToArray<float>()));
    }

    // TensorFlow has no kernels on CPUs for these forms.
    [TestCase("Conv2D", "NCHW", 1, 1)]
    [TestCase("Conv2D", "NHWC", 2, 1)]
    [TestCase("Conv2D", "NHWC", 1, 2)]
    [TestCase("Conv2D", "NCHW", 2, 2)]
    [TestCase("Conv3D", "NDHWC", 2, 1)]
    [TestCase("Conv3D", "NCDHW", 1, 2)]
    [TestCase("DepthwiseConv2dNative", "NHWC", 2, 1)]
    public void Convolutions_and_their_gradients_agree_with_the_managed_engine(string op, string format, int dilation, int groups)
    {
        int spatial = op == "Conv3D" ? 3 : 2;
        bool last = format.EndsWith('C');
        long[] image = [.. Enumerable.Repeat(7L, spatial)], filter = [.. Enumerable.Repeat(2L, spatial), 4 / groups, 6];
        var x = Numbers(last ? [2, .. image, 4] : [2, 4, .. image]);
        var w = Numbers(filter);
        int[] ones = [.. Enumerable.Repeat(1, spatial + 2)];
        int[] dilations = [.. ones];
        for (int i = 0; i < spatial; i++) dilations[i + (last ? 1 : 2)] = dilation;

        Tensor[] Compute(Tensor[] arguments)
        {
            using var tape = new Gradients.GradientTape();
            tape.Watch(arguments[0]);
            tape.Watch(arguments[1]);
            var y = Ops.Execute(op, arguments, ("strides", ones), ("padding", "SAME"), ("data_format", format), ("dilations", dilations))[0];
            var squares = Ops.Square(y);
            return [y, .. tape.Gradient(squares, arguments)!];
        }

        Tensor[] given = [x, w];
        var eager = Compute(given);
        var function = Function.Trace("convolution", [TensorSpec.Of(x), TensorSpec.Of(w)], Compute).Compile().Run(given);
        Engine.Current = new ManagedEngine();
        var managed = Compute(given);
        for (int i = 0; i < managed.Length; i++)
        {
            Assert.That(eager[i].ToArray<float>(), Is.EqualTo(managed[i].ToArray<float>()).Within(1e-3f), $"at once: {i}");
            Assert.That(function[i].ToArray<float>(), Is.EqualTo(managed[i].ToArray<float>()).Within(1e-3f), $"in a function: {i}");
        }

        static EagerTensor Numbers(long[] dims)
        {
            var shape = Shape.Create(dims);
            return Tensor.From(Enumerable.Range(0, (int)shape.ElementCount).Select(static i => (i * 7 % 11 - 5) / 5f).ToArray(), shape);
        }
    }
}
