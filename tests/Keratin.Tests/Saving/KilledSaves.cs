using System.Diagnostics;
using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Tests.Saving;

/// <summary>A process that is killed in the midst of saving leaves the old or the new file whole.</summary>
public class KilledSaves
{
    private const int Kills = 100;

    [TestCase("model.keras")]
    [TestCase("model.h5")]
    public void The_old_or_the_new_file_is_whole_after_a_kill_at_any_moment(string name)
    {
        using var folder = new Formats.TemporaryFolder();
        string path = folder.File(name);
        var random = new Random(11);
        var seen = new HashSet<float>();
        for (int i = 0; i < Kills; i++)
        {
            using var saver = ChildProcess.Start("save", path);
            // It tells of its first save; then the others go on.
            saver.StandardOutput.ReadLine();
            Thread.Sleep(random.Next(40));
            saver.Kill();
            saver.WaitForExit();
            float[] values = [.. Model.Load(path).GetWeights().SelectMany(static weight => weight.ToArray<float>())];
            Assert.That(values, Is.All.EqualTo(values[0]), $"after kill {i}");
            seen.Add(values[0]);
        }
        Assert.That(seen, Has.Count.EqualTo(2), "kills must fall after either save");
    }

    internal static void SaveForEver(string[] arguments)
    {
        var models = new[] { Filled(1), Filled(2) };
        for (int i = 0; ; i++)
        {
            models[i % 2].Save(arguments[0]);
            if (i == 1) Console.Out.WriteLine("saved");
        }
    }

    private static Sequential Filled(float value)
    {
        var model = new Sequential([new Input(300), new Dense(300), new Dense(300)]);
        model.SetWeights([.. model.Weights.Select(weight => Ops.Fill(weight.Shape, Tensor.Scalar(value)).Value)]);
        return model;
    }
}
