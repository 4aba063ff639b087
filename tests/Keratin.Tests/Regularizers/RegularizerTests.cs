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
}
