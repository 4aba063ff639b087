using Keratin.Layers;

namespace Keratin.Tests.Layers.Preprocessing;

public sealed class BoundingBoxTests
{
    [TestCase(3, new[] { 0f, 1, 2, 3, 4, 5, 6, 7, -1, -1, -1, -1 }, new[] { 1f, 2, -1 })]
    [TestCase(1, new[] { 0f, 1, 2, 3 }, new[] { 1f })]
    public void Boxes_are_brought_to_one_number(int number, float[] boxes, float[] labels)
    {
        var data = new Dictionary<string, Tensor>
        {
            ["images"] = Tensor.Zeros([1, 4, 4, 3]),
            ["boxes"] = Tensor.From(Enumerable.Range(0, 8).Select(static i => (float)i).ToArray(), [1, 2, 4]),
            ["labels"] = Tensor.From([1f, 2], [1, 2]),
        };
        var result = new MaxNumBoundingBoxes(number).Apply((Tensors)data);
        Assert.That(result["boxes"].ToArray<float>(), Is.EqualTo(boxes));
        Assert.That(result["labels"].ToArray<float>(), Is.EqualTo(labels));
        Assert.That(result["images"].Shape, Is.EqualTo(data["images"].Shape));
    }

    [Test]
    public void The_config_is_the_one_that_Keras_writes() =>
        Assert.That(
            new MaxNumBoundingBoxes(3) { Name = "boxes" }.GetConfig().ToJsonString(),
            Does.EndWith("\"data_format\":\"channels_last\",\"max_number\":3}"));
}
