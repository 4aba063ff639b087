using Keratin.RandomNumbers;

namespace Keratin.Tests.Engines.Managed.Kernels;

public class RandomKernelTests
{
    [Test]
    public void A_seeded_op_goes_on_in_its_stream_until_it_is_reset()
    {
        float[] Draw() => Ops.RandomUniform(new[] { 4 }, DType.Float32, seed: 1, seed2: 777).ToArray<float>();
        RandomStream.Reset();
        float[] first = Draw(), second = Draw();
        RandomStream.Reset();
        Assert.That(Draw(), Is.EqualTo(first));
        Assert.That(second, Is.Not.EqualTo(first));
    }

    [Test]
    public void Ops_without_seeds_differ_from_process_to_process()
    {
        float[] Draw() => Ops.RandomUniform(new[] { 8 }, DType.Float32).ToArray<float>();
        float[] first = Draw();
        RandomStream.Reset();
        Assert.That(Draw(), Is.Not.EqualTo(first));
    }

    [Test]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        int before = Keratin.Engines.Managed.Threading.WorkerPool.Threads;
        float[] Draw(int threads)
        {
            Keratin.Engines.Managed.Threading.WorkerPool.Threads = threads;
            return Ops.StatelessTruncatedNormal(new[] { 30001 }, new[] { 5, 6 }).ToArray<float>();
        }
        try { Assert.That(Draw(4), Is.EqualTo(Draw(1))); }
        finally { Keratin.Engines.Managed.Threading.WorkerPool.Threads = before; }
    }

    [Test]
    public void A_generator_moves_on_by_256_counters_an_element()
    {
        var state = new Variable(Tensor.From(new long[] { 0, 0, 42 }));
        var drawn = Ops.StatefulStandardNormalV2(state.Handle, 1L, new[] { 3 }).ToArray<float>();
        Assert.That(state.Value.ToArray<long>(), Is.EqualTo(new long[] { 768, 0, 42 }));
        var expected = new float[3];
        RandomFill.Fill(new Philox(42, 0, 0), expected.AsSpan(), default(StandardNormal<float>));
        Assert.That(drawn, Is.EqualTo(expected));
    }

    [Test]
    public void Strings_and_rows_are_shuffled_alike()
    {
        Tensor key = Tensor.From(new ulong[] { 3 }), counter = Tensor.From(new ulong[] { 0, 9 });
        int[] rows = Ops.StatelessShuffle(Tensor.From(new[] { 0, 0, 1, 1, 2, 2, 3, 3 }, [4, 2]), key, counter, 1).ToArray<int>();
        string[] strings = Ops.StatelessShuffle(Tensor.FromStrings(["0", "1", "2", "3"], [4]), key, counter, 1).ToArray<string>();
        Assert.That(strings, Is.EqualTo(new[] { $"{rows[0]}", $"{rows[2]}", $"{rows[4]}", $"{rows[6]}" }));
        Assert.That(strings, Is.EquivalentTo(new[] { "0", "1", "2", "3" }));
    }

    [Test]
    public void Gamma_numbers_are_those_of_tensorflow()
    {
        Tensor alpha = new[] { 0.5f, 1, 3 };
        Assert.That(
            Ops.StatelessRandomGammaV2(new[] { 2, 3 }, new[] { 1, 2 }, alpha).ToArray<float>(),
            Is.EqualTo(new[] { 0.0669536143541336f, 2.248735189437866f, 3.403514862060547f, 0.6282354593276978f, 1.8935091495513916f, 2.4479711055755615f }).Within(1e-6f));
        RandomStream.Reset();
        Ops.RandomGamma(new[] { 2 }, alpha, seed: 3, seed2: 4);
        Assert.That(
            Ops.RandomGamma(new[] { 2 }, alpha, seed: 3, seed2: 4).ToArray<float>(),
            Is.EqualTo(new[] { 0.0017179660499095917f, 1.4686927795410156f, 3.4679605960845947f, 0.39556029438972473f, 1.9499313831329346f, 2.3752663135528564f }).Within(1e-6f));
    }
}
