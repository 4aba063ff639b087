using System.Text.Json;
using Keratin.Formats;
using Keratin.Models;
using Keratin.Saving;

namespace Keratin.Tests.Saving;

/// <summary><c>.keras</c> files whose weights Keras wrote in NumPy's format, which it no longer reads itself.</summary>
public class NpzWeightsTests
{
    private static string PathOf(string name) => TestData.Path("keras", "npz", name);

    [TestCase("k221", 1e-5f)]
    [TestCase("k315", 1e-5f)]
    [TestCase("k315_bfloat16", 2e-2f)]
    public void A_model_with_its_weights_in_NumPys_format_predicts_what_it_did(string name, float tolerance)
    {
        using var answers = JsonDocument.Parse(File.ReadAllBytes(PathOf("answers.json")));
        float[] Values(JsonElement element) => [.. element.EnumerateArray().Select(static value => value.GetSingle())];
        LoadReport? report = null;
        var model = Model.Load(PathOf($"{name}.keras"), new LoadOptions { Report = found => report = found });
        var inputs = Tensor.From(Values(answers.RootElement.GetProperty("inputs")), [8, 4]);
        var wanted = answers.RootElement.GetProperty(name);
        Assert.Multiple(() =>
        {
            Assert.That(model.Predict(inputs).Single.ToArray<float>(), Is.EqualTo(Values(wanted.GetProperty("predictions"))).Within(tolerance));
            Assert.That(report!.Missing, Is.Empty);
            Assert.That(report.Skipped, Is.Empty);
            float[] sums = [.. model.Optimizer!.Variables.Select(static variable => Ops.Sum(Ops.Abs(Ops.Cast(variable.Value, DType.Float32)), Ops.Range(0, variable.Shape.Rank, 1)).Value.ToArray<float>()[0])];
            Assert.That(sums, Is.EqualTo(Values(wanted.GetProperty("optimizer"))).Within(1e-4f));
        });
    }

    [Test]
    public void A_pickle_that_runs_a_program_is_refused_by_its_name()
    {
        var error = Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("os_system.keras")));
        Assert.That(error!.Message, Does.Contain("posix.system").And.Contain("unsafe"));
        Assert.That(File.Exists("harm"), Is.False);
    }
}
