using Keratin.Constraints;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Tests.Regularizers;

public class RegularizerTests
{
    [Test]
    public void Factors_are_float32_where_Keras_holds_them_so()
    {
        Assert.That(new L1(0.01).GetConfig(Dialect.Keras2).ToJsonString(), Is.EqualTo("""{"l1":0.009999999776482582}"""));
        Assert.That(new L1(0.01).GetConfig(Dialect.Keras3).ToJsonString(), Is.EqualTo("""{"l1":0.009999999776482582}"""));
        Assert.That(new L2(0.01).GetConfig(Dialect.Keras2).ToJsonString(), Is.EqualTo("""{"l2":0.009999999776482582}"""));
        Assert.That(new L2(0.01).GetConfig(Dialect.Keras3).ToJsonString(), Is.EqualTo("""{"l2":0.01}"""));
        Assert.That(new L1L2(0.5, 0.01).GetConfig(Dialect.Keras3).ToJsonString(), Is.EqualTo("""{"l1":0.5,"l2":0.01}"""));
        Assert.That(new OrthogonalRegularizer(0.5, OrthogonalMode.Columns).GetConfig().ToJsonString(), Is.EqualTo("""{"factor":0.5,"mode":"columns"}"""));
    }

    [TestCase("l1", typeof(L1))]
    [TestCase("L2", typeof(L2))]
    [TestCase("l1_l2", typeof(L1L2))]
    [TestCase("orthogonal_regularizer", typeof(OrthogonalRegularizer))]
    public void A_name_of_Keras_converts(string name, Type type) => Assert.That((Regularizer)name, Is.TypeOf(type));

    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("-0.1")]
    public void A_factor_that_is_no_penalty_is_refused(string factor) =>
        Assert.That(
            () => KerasSerializer.Deserialize<Regularizer>("""{"class_name": "L2", "config": {"l2": FACTOR}}""".Replace("FACTOR", factor)),
            Throws.TypeOf<KerasConfigException>().With.Message.Contains("L2").And.Message.Contains("finite"));

    [Test]
    public void Constraints_keep_whether_their_axis_is_a_list()
    {
        foreach (string axis in new[] { "0", "[0, 1, 2]", "[-1]" })
        {
            var constraint = KerasSerializer.Deserialize<Constraint>("""{"module": "keras.constraints", "class_name": "MaxNorm", "config": {"max_value": 2, "axis": AXIS}, "registered_name": null}""".Replace("AXIS", axis));
            Assert.That(constraint.GetConfig()["axis"]!.ToJsonString(), Is.EqualTo(axis.Replace(" ", "")));
        }
    }

    [TestCase("max_norm", typeof(MaxNorm))]
    [TestCase("maxnorm", typeof(MaxNorm))]
    [TestCase("NonNeg", typeof(NonNeg))]
    [TestCase("unit_norm", typeof(UnitNorm))]
    [TestCase("min_max_norm", typeof(MinMaxNorm))]
    [TestCase("radial_constraint", typeof(RadialConstraint))]
    public void A_constraint_is_known_by_its_name(string name, Type type) => Assert.That((Constraint)name, Is.TypeOf(type));

    [Test]
    public void Penalties_follow_their_definitions()
    {
        Tensor x = Tensor.From<float>([1, -2, 2, 1], [2, 2]);
        Assert.That(new L1(0.5).Apply(x).Item<float>(), Is.EqualTo(3));
        Assert.That(new L2(0.5).Apply(x).Item<float>(), Is.EqualTo(5));
        Assert.That(new L1L2(0.5, 0.5).Apply(x).Item<float>(), Is.EqualTo(8));
        Assert.That(new OrthogonalRegularizer(0.5).Apply(x).Item<float>(), Is.EqualTo(0).Within(1e-6));
        Assert.That(() => new OrthogonalRegularizer().Apply(Tensor.From<float>([1])), Throws.ArgumentException);
    }

    [Test]
    public void Constraints_bring_weights_within_bounds()
    {
        Tensor w = Tensor.From<float>([3, 0, -4, 0.5f], [2, 2]);
        Assert.That(new MaxNorm(1).Apply(w).ToArray<float>(), Is.EqualTo(new[] { 0.6f, 0, -0.8f, 0.5f }).Within(1e-5));
        Assert.That(new UnitNorm(1).Apply(w).ToArray<float>(), Is.EqualTo(new[] { 1, 0, -0.992278f, 0.124035f }).Within(1e-5));
        Assert.That(new MinMaxNorm(1, 2, 0.5).Apply(w).ToArray<float>(), Is.EqualTo(new[] { 2.1f, 0, -2.8f, 0.75f }).Within(1e-5));
        Assert.That(new NonNeg().Apply(w).ToArray<float>(), Is.EqualTo(new[] { 3, 0, 0, 0.5f }));
    }

    [TestCase(3, new[] { 4f, 4, 4, 4, 0, 4, 4, 4, 4 })]
    [TestCase(4, new[] { 15f, 15, 15, 15, 15, 5, 5, 15, 15, 5, 5, 15, 15, 15, 15, 15 })]
    public void A_radial_constraint_makes_rings_of_values_on_the_diagonal(int size, float[] expected)
    {
        // Keras 2's answers for the numbers from 0 on.
        var kernel = Enumerable.Range(0, size * size).Select(static i => (float)i).ToArray();
        Assert.That(new RadialConstraint().Apply(Tensor.From(kernel, [size, size, 1, 1])).ToArray<float>(), Is.EqualTo(expected));
    }
}
