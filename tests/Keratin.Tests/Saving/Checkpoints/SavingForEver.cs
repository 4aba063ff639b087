using Keratin.Saving.Checkpoints;

namespace Keratin.Tests.Saving.Checkpoints;

/// <summary>A process that goes on from the newest checkpoint of a folder and saves without end, until it is killed.</summary>
internal static class SavingForEver
{
    public const string Work = "save-checkpoints";

    public static void Run(string[] arguments)
    {
        var state = new State();
        var manager = new CheckpointManager(state.Checkpoint, arguments[0], maxToKeep: 3);
        manager.RestoreOrInitialize();
        state.Check();
        while (true)
        {
            state.Advance();
            manager.Save();
            Console.WriteLine(state.Number);
        }
    }

    /// <summary>Variables that all hold one number, small and large.</summary>
    internal sealed class State
    {
        private readonly Variable number = new(Tensor.Scalar(0L));
        private readonly Variable[] all = [new(Tensor.Zeros([])), new(Tensor.Zeros([1000])), new(Tensor.Zeros([300_000]))];

        public State() => Checkpoint = new Checkpoint { ["number"] = number, ["all"] = all };

        public Checkpoint Checkpoint { get; }

        public long Number => number.Value.Item<long>();

        public void Advance()
        {
            number.AssignAdd(1L);
            foreach (var variable in all) variable.Resource.Assign(Ops.Fill(variable.Shape, (float)Number).Value);
        }

        public void Check()
        {
            foreach (var variable in all)
                if (variable.Value.AsSpan<float>().ContainsAnyExcept((float)Number)) throw new InvalidDataException($"Variables of number {Number} hold others.");
        }
    }
}
