using Keratin.Operations;

namespace Keratin.Tests.Core;

public class OpDefTests
{
    [TestCase("A")]
    [TestCase("MatMul")]
    [TestCase("MatMulV2", false)]
    [TestCase("Conv2D")]
    [TestCase("ZipDataset")]
    [TestCase("_Nothing", false)]
    public void Finds_a_signature_by_its_name(string name, bool exists = true) =>
        Assert.That(OpDef.Find(name)?.Name, Is.EqualTo(exists ? name : null));

    [Test]
    public void An_attribute_that_was_not_given_has_the_default_of_the_definition()
    {
        var conv = OpDef.Get("Conv2D");
        Assert.That(conv.NoAttrs.Text("data_format"), Is.EqualTo("NHWC"));
        Assert.That(conv.NoAttrs.Ints("dilations"), Is.EqualTo(new long[] { 1, 1, 1, 1 }));
        Assert.That(() => conv.NoAttrs["strides"], Throws.ArgumentException.With.Message.Contains("strides"));
    }

    [Test]
    public void Completed_attributes_hold_what_the_inputs_imply()
    {
        var concat = OpDef.Get("ConcatV2");
        Tensor[] inputs = [Tensor.From([1f]), Tensor.From([2f]), Tensor.Scalar(0)];
        var all = Signature.Complete(concat, inputs, concat.NoAttrs).ToDictionary(static a => a.Name, static a => a.Value.ToString());
        Assert.That(all, Is.EquivalentTo(new Dictionary<string, string> { ["N"] = "2", ["T"] = "float32", ["Tidx"] = "int32" }));
    }
}
