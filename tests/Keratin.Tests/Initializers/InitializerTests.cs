using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Tests.Initializers;

public class InitializerTests
{
    /// <summary>The first three elements of what Keras 2 and Keras 3 make for a weight (4, 3).</summary>
    private static IEnumerable<TestCaseData> Seeded()
    {
        TestCaseData Case(Initializer initializer, params float[] first) => new TestCaseData(initializer, first).SetArgDisplayNames(initializer.ClassName, first[0].ToString());
        yield return Case(new RandomNormal(seed: 44), 0.0981971249f, -0.0860164464f, 0.0691803917f);
        yield return Case(new RandomNormal(1, 2, 44), 4.92788506f, -2.44065785f, 3.76721573f);
        yield return Case(new RandomUniform(seed: 44), -0.0466902629f, -0.0135508403f, -0.0376877673f);
        yield return Case(new RandomUniform(-1, 3, 44), -0.867610455f, 0.457966328f, -0.507510662f);
        yield return Case(new TruncatedNormal(-1, 0.5, 44), -0.0180287957f, -1.8601644f, -0.308196068f);
        yield return Case(new GlorotNormal(44), 1.19342971f, -1.04539299f, 0.840777576f);
        yield return Case(new GlorotUniform(44), -0.864535689f, -0.250912845f, -0.697841823f);
        yield return Case(new HeNormal(44), 1.57875907f, -1.38292491f, 1.11224413f);
        yield return Case(new HeUniform(44), -1.14367318f, -0.331926465f, -0.92315805f);
        yield return Case(new LecunNormal(44), 1.11635125f, -0.97787559f, 0.78647542f);
        yield return Case(new LecunUniform(44), -0.808699012f, -0.234707475f, -0.652771235f);
        yield return Case(new Orthogonal(2, 44), 1.36629272f, -0.944396555f, -0.866881728f);
        yield return Case(new VarianceScaling(2, FanMode.FanOut, VarianceDistribution.UntruncatedNormal, 44), 1.60355234f, -1.4046427f, 1.12971115f);
        yield return Case(new VarianceScaling(2, FanMode.FanAvg, VarianceDistribution.Uniform, 44), -1.22263801f, -0.354844332f, -0.986897349f);
    }

    [TestCaseSource(nameof(Seeded))]
    public void A_seed_gives_the_numbers_that_Keras_draws(Initializer initializer, float[] first)
    {
        var value = initializer.Create([4, 3]);
        Assert.That(value.Shape, Is.EqualTo(Shape.Of(4, 3)));
        Assert.That(value.AsSpan<float>()[..3].ToArray(), Is.EqualTo(first).Within(2e-6));
    }

    [Test]
    public void A_large_weight_is_the_same_whichever_core_draws_which_part()
    {
        var large = new RandomNormal(seed: 7).Create([300_000]).ToArray<float>();
        var small = new RandomNormal(seed: 7).Create([70_001]).ToArray<float>();
        Assert.That(large[..70_001], Is.EqualTo(small));
        Assert.That(large.Average(), Is.EqualTo(0).Within(0.001));
    }

    [Test]
    public void An_unseeded_initializer_keeps_to_one_value()
    {
        var initializer = new GlorotUniform();
        float[] first = initializer.Create([5]).ToArray<float>();
        Assert.That(initializer.Create([5]).ToArray<float>(), Is.EqualTo(first));
        Assert.That(first, Is.Not.EqualTo(new GlorotUniform().Create([5]).ToArray<float>()));
        Assert.That(initializer.Seed.Value, Is.Null);
    }

    [TestCase(2, 5)]
    [TestCase(5, 2)]
    [TestCase(4, 4)]
    public void An_orthogonal_weight_has_orthonormal_rows_or_columns(int rows, int columns)
    {
        double[] q = new Orthogonal(seed: 3).Create([rows, columns], DType.Float64).ToArray<double>();
        int count = Math.Min(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double dot = 0;
                for (int k = 0; k < Math.Max(rows, columns); k++) dot += rows < columns ? q[i * columns + k] * q[j * columns + k] : q[k * columns + i] * q[k * columns + j];
                Assert.That(dot, Is.EqualTo(i == j ? 1 : 0).Within(1e-12));
            }
        }
    }

    [Test]
    public void Constants_fill_any_dtype()
    {
        Assert.That(new Ones().Create([2], DType.Half).ToArray<Half>(), Is.All.EqualTo((Half)1));
        Assert.That(new Zeros().Create([2], DType.Int32).ToArray<int>(), Is.All.EqualTo(0));
        Assert.That(new Constant(2.5).Create([2, 2]).ToArray<float>(), Is.All.EqualTo(2.5f));
        Assert.That(new Constant(Tensor.From<float>([1, 2, 3])).Create([3, 1]).ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3 }));
        Assert.That(new Identity(3).Create([2, 3]).ToArray<float>(), Is.EqualTo(new[] { 3f, 0, 0, 0, 3, 0 }));
    }

    [Test]
    public void A_short_time_Fourier_kernel_holds_windowed_cosines()
    {
        // Keras 3: initializers.STFT("real", None)((4, 1, 3)) is cos(-2πtf/4).
        Assert.That(new STFT(window: null).Create([4, 1, 3]).ToArray<float>(), Is.EqualTo(new[] { 1f, 1, 1, 1, 0, -1, 1, -1, 1, 1, 0, -1 }).Within(1e-6));
        Assert.That(() => new STFT(window: "wavy"), Throws.ArgumentException.With.Message.Contains("wavy"));
    }

    [TestCase("zeros", typeof(Zeros))]
    [TestCase("zero", typeof(Zeros))]
    [TestCase("Ones", typeof(Ones))]
    [TestCase("normal", typeof(RandomNormal))]
    [TestCase("glorot_uniform", typeof(GlorotUniform))]
    [TestCase("OrthogonalInitializer", typeof(Orthogonal))]
    [TestCase("identity", typeof(Identity))]
    public void A_name_of_Keras_converts(string name, Type type) => Assert.That((Initializer)name, Is.TypeOf(type));

    [Test]
    public void An_unknown_name_is_an_error() =>
        Assert.That(() => Initializer.Get("zeroes"), Throws.TypeOf<KerasConfigException>().With.Message.Contains("'zeroes' is unknown as an initializer"));

    [Test]
    public void Configs_are_those_of_each_dialect()
    {
        Assert.That(new GlorotUniform(1).GetConfig(Dialect.Keras3).ToJsonString(), Is.EqualTo("""{"seed":1,"input_axes":null,"output_axes":null}"""));
        Assert.That(new GlorotUniform(1).GetConfig(Dialect.Keras2).ToJsonString(), Is.EqualTo("""{"seed":1}"""));
        Assert.That(new Identity(2).GetConfig(Dialect.Keras2).ToJsonString(), Is.EqualTo("""{"gain":2.0}"""));
        Assert.That(new Identity(2).GetConfig(Dialect.Keras3).ToJsonString(), Is.EqualTo("{}"));
        Assert.That(new VarianceScaling().GetConfig(Dialect.Keras2).ToJsonString(), Is.EqualTo("""{"seed":null,"scale":1.0,"mode":"fan_in","distribution":"truncated_normal"}"""));
        Assert.That(new STFT().GetConfig(Dialect.Keras3).ToJsonString(), Is.EqualTo("""{"side":"real","window":"hann","periodic":false,"scaling":"density"}"""));
    }

    [TestCase("""{"class_name": "Constant", "config": {"value": {"class_name": "__numpy__", "config": {"value": [[1, 2], [3, 4.5]], "dtype": "float32"}}}}""")]
    [TestCase("""{"class_name": "Constant", "config": {"value": [[1, 2], [3, 4.5]]}}""")]
    public void A_constant_may_be_a_tensor(string json)
    {
        var constant = KerasSerializer.Deserialize<Constant>(json);
        Assert.That(constant.Create([2, 2]).ToArray<float>(), Is.EqualTo(new[] { 1, 2, 3, 4.5f }));
        Assert.That(constant.GetConfig().ToJsonString(), Does.Contain("""{"value":[[1.0,2.0],[3.0,4.5]],"dtype":"float32"}"""));
    }

    [Test]
    public void Ragged_rows_are_refused() =>
        Assert.That(() => KerasSerializer.Deserialize<Constant>("""{"class_name": "Constant", "config": {"value": [[1, 2], [3]]}}"""),
            Throws.TypeOf<KerasConfigException>().With.Property("Path").EqualTo("value[1]"));

    [Test]
    public void Unsuitable_shapes_and_scales_are_refused()
    {
        Assert.That(() => new Identity().Create([2]), Throws.ArgumentException);
        Assert.That(() => new Orthogonal().Create([2]), Throws.ArgumentException);
        Assert.That(() => new GlorotUniform().Create([2], DType.String), Throws.ArgumentException);
        Assert.That(
            () => KerasSerializer.Deserialize<Initializer>("""{"class_name": "VarianceScaling", "config": {"scale": -1}}"""),
            Throws.TypeOf<KerasConfigException>().With.Property("Path").EqualTo("scale"));
    }

    [Test]
    public void A_seed_generator_gives_every_call_another_seed()
    {
        const string Json = """{"module": "keras.initializers", "class_name": "RandomNormal", "config": {"seed": {"module": "keras.random", "class_name": "SeedGenerator", "config": {"seed": 44, "name": "seed_generator"}, "registered_name": null}, "mean": 0.0, "stddev": 0.05}, "registered_name": null}""";
        var initializer = KerasSerializer.Deserialize<Initializer>(Json);
        float[] first = initializer.Create([4, 3]).ToArray<float>();
        Assert.That(first[0], Is.EqualTo(0.0981971249f).Within(2e-6));
        Assert.That(initializer.Create([4, 3]).ToArray<float>(), Is.Not.EqualTo(first));
        Assert.That(System.Text.Encoding.UTF8.GetString(KerasSerializer.Serialize(initializer).Span), Is.EqualTo(Json));
    }

    [TestCase(42, new[] { 686579304, 119540832, 26855093 })]
    [TestCase(0, new[] { 906691060, 413654000, 813847340 })]
    public void Seeds_are_chosen_as_Python_chooses_them(int seed, int[] expected)
    {
        var random = new PythonRandom(seed);
        Assert.That(new[] { random.RandInt(1, 1_000_000_000), random.RandInt(1, 1_000_000_000), random.RandInt(1, 1_000_000_000) }, Is.EqualTo(expected));
    }

    [TestCase(Dialect.Keras2)]
    [TestCase(Dialect.Keras3)]
    [NonParallelizable]
    public void After_a_global_seed_weights_start_as_in_Keras(Dialect dialect)
    {
        // keras.utils.set_random_seed(42), then Dense(2) on three features and Dense(2) on that.
        Randomness.SetSeed(42);
        using var scope = Dialects.Use(dialect);
        Assert.That(new GlorotUniform().Create([3, 2]).ToArray<float>()[..3], Is.EqualTo(new[] { 0.7847530841827393f, 0.35630130767822266f, -0.3095492124557495f }).Within(1e-6));
        Assert.That(new GlorotUniform().Create([2, 2]).ToArray<float>()[..2], Is.EqualTo(new[] { 1.1736875772476196f, -0.044046998023986816f }).Within(1e-6));
    }
}
