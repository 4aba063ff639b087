using System.Globalization;
using Keratin.Formats.TensorBundle;
using Keratin.Saving.Checkpoints;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving.Checkpoints;

public class CheckpointManagerTests
{
    private TemporaryFolder folder = null!;
    private Variable step = null!;
    private Checkpoint checkpoint = null!;

    [SetUp]
    public void Start() => (folder, step, checkpoint) = (new TemporaryFolder(), new Variable(Tensor.Scalar(0)), new Checkpoint());

    [TearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void Keeps_the_newest_and_removes_older_ones()
    {
        checkpoint.Step = step;
        var manager = new CheckpointManager(checkpoint, folder.Path, maxToKeep: 2);
        Assert.That(manager.LatestCheckpoint, Is.Null);
        for (int i = 1; i <= 4; i++)
        {
            step.AssignAdd(1);
            Assert.That(manager.Save(), Is.EqualTo(folder.File($"ckpt-{i}")));
        }
        Assert.That(manager.Checkpoints, Is.EqualTo(new[] { folder.File("ckpt-3"), folder.File("ckpt-4") }));
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "checkpoint", "ckpt-3.index", "ckpt-3.data-00000-of-00001", "ckpt-4.index", "ckpt-4.data-00000-of-00001",
        }));
        var state = CheckpointState.Read(folder.Path)!;
        Assert.That(state.Latest, Is.EqualTo("ckpt-4"));
        Assert.That(state.All.Select(static entry => entry.Prefix), Is.EqualTo(new[] { "ckpt-3", "ckpt-4" }));
        Assert.That(CheckpointFolder.LatestCheckpoint(folder.Path), Is.EqualTo(folder.File("ckpt-4")));
    }

    [Test]
    public void A_new_manager_goes_on_where_the_old_one_stopped()
    {
        checkpoint.Step = step;
        var manager = new CheckpointManager(checkpoint, folder.Path, maxToKeep: 2);
        step.Assign(7);
        manager.Save();
        manager.Save();

        var again = new Checkpoint { Step = new Variable(Tensor.Scalar(0)) };
        var next = new CheckpointManager(again, folder.Path, maxToKeep: 2);
        Assert.That(next.RestoreOrInitialize(), Is.EqualTo(folder.File("ckpt-2")));
        Assert.That(again.Step!.Value.Item<int>(), Is.EqualTo(7));
        Assert.That(next.Save(), Is.EqualTo(folder.File("ckpt-3")));
        Assert.That(next.Checkpoints, Is.EqualTo(new[] { folder.File("ckpt-2"), folder.File("ckpt-3") }));
        Assert.That(File.Exists(folder.File("ckpt-1.index")), Is.False);
    }

    [Test]
    public void Saves_at_most_every_so_many_steps()
    {
        checkpoint.Step = step;
        var manager = new CheckpointManager(checkpoint, folder.Path, null, new() { StepCounter = step, CheckpointInterval = 5 });
        var saved = new List<int>();
        for (int i = 0; i < 12; i++)
        {
            if (manager.Save() is not null) saved.Add(i);
            step.AssignAdd(1);
        }
        Assert.That(saved, Is.EqualTo(new[] { 0, 5, 10 }));
        Assert.That(manager.Save(checkInterval: false), Is.Not.Null);
        Assert.That(manager.Save(checkInterval: false), Is.Null, "nothing was done since");
    }

    [Test]
    public void Keeps_one_every_so_many_hours_for_good()
    {
        checkpoint.Step = step;
        var clock = new Clock();
        var manager = new CheckpointManager(checkpoint, folder.Path, maxToKeep: 1, new() { KeepCheckpointEveryNHours = 2, Clock = clock });
        for (int i = 0; i < 8; i++)
        {
            manager.Save();
            clock.Now += TimeSpan.FromHours(1);
        }
        // As TensorFlow 2.21 keeps them for the same times.
        Assert.That(Directory.GetFiles(folder.Path, "*.index").Select(Path.GetFileNameWithoutExtension).Order(), Is.EqualTo(new[] { "ckpt-3", "ckpt-5", "ckpt-7", "ckpt-8" }));
        Assert.That(manager.Checkpoints, Is.EqualTo(new[] { folder.File("ckpt-8") }));
    }

    [Test]
    public void Initializes_where_there_is_nothing_to_restore()
    {
        checkpoint.Step = step;
        var manager = new CheckpointManager(checkpoint, folder.File("new"), 3, new() { InitFn = () => step.Assign(42), CheckpointName = "model" });
        Assert.That(manager.RestoreOrInitialize(), Is.Null);
        Assert.That(step.Value.Item<int>(), Is.EqualTo(42));
        Assert.That(manager.Save(checkpointNumber: 100), Is.EqualTo(Path.Combine(folder.File("new"), "model-100")));
    }

    [Test]
    public void Wrong_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new CheckpointManager(checkpoint, folder.Path, 0));
        Assert.Throws<ArgumentException>(() => _ = new CheckpointManager(checkpoint, folder.Path, 1, new() { CheckpointInterval = 3 }));
    }

    [Test]
    public void Reads_the_state_that_TensorFlow_wrote()
    {
        File.WriteAllText(folder.File("checkpoint"), "model_checkpoint_path: \"ckpt-5\"\nall_model_checkpoint_paths: \"ckpt-4\"\nall_model_checkpoint_paths: \"ckpt-5\"\nall_model_checkpoint_timestamps: 1795478066.7644744\nall_model_checkpoint_timestamps: 1795478066.82329\nlast_preserved_timestamp: 1795478065.489095\n");
        var clock = new Clock { Now = DateTimeOffset.UnixEpoch.AddSeconds(1795478100) };
        var manager = new CheckpointManager(checkpoint, folder.Path, 3, new() { Clock = clock });
        Assert.That(manager.LatestCheckpoint, Is.EqualTo(folder.File("ckpt-5")));
        Assert.That(manager.Checkpoints, Is.EqualTo(new[] { folder.File("ckpt-4"), folder.File("ckpt-5") }));
    }

    /// <summary>A process is killed in the midst of saving, and started again, 200 times.</summary>
    [Test]
    [Category("Kill")]
    public void There_is_always_a_whole_newest_checkpoint_when_the_process_is_killed()
    {
        var random = new Random(11);
        long last = 0;
        for (int kill = 0; kill < 200; kill++)
        {
            long reported = SaveUntilKilled(random.Next(0, 60));
            var state = new SavingForEver.State();
            string? latest = CheckpointFolder.LatestCheckpoint(folder.Path);
            Assert.That(latest, Is.Not.Null, $"kill {kill}");
            state.Checkpoint.Restore(latest).AssertConsumed();
            state.Check();
            Assert.That(state.Number, Is.GreaterThanOrEqualTo(Math.Max(reported, last)), $"kill {kill}");
            last = state.Number;
        }
        Assert.That(last, Is.GreaterThan(200));
        // What the kills left behind is cleared by the next manager.
        _ = new CheckpointManager(new SavingForEver.State().Checkpoint, folder.Path, 3);
        Assert.That(Directory.GetFiles(folder.Path, "*.tmp"), Is.Empty);
        Assert.That(Directory.GetFiles(folder.Path, "*.index"), Has.Length.LessThan(30));
    }

    // The last number that the process said it had saved.
    private long SaveUntilKilled(int milliseconds)
    {
        using var child = ChildProcess.Start(SavingForEver.Work, folder.Path);
        // Each one gets to save at least once.
        string? line = child.StandardOutput.ReadLine();
        if (line is null) Assert.Fail($"the child ended with {child.ExitCode}");
        long reported = long.Parse(line!, CultureInfo.InvariantCulture);
        Thread.Sleep(milliseconds);
        child.Kill();
        while (child.StandardOutput.ReadLine() is { } more)
            if (long.TryParse(more, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number == reported + 1) reported = number;
        child.WaitForExit();
        return reported;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
