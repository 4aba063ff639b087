using CsCheck;
using Keratin.Engines.Managed.Planning;

namespace Keratin.Tests.Engines.Managed.Planning;

public class RandomProgramTests
{
    [Test]
    public void Plans_give_what_the_interpreter_gives() => RandomProgram.Any.Sample(static program =>
    {
        var expected = program.Run(static (graph, captures) => new InterpretedExecutable(graph, captures));
        var actual = program.Run(static (graph, captures) =>
        {
            var executable = new PlannedExecutable(graph, captures);
            Assert.That(executable.Specialize([.. graph.Inputs.Take(graph.ArgumentCount).Select(static input => input.Shape)]), Is.Not.Null, "No plan was made.");
            return executable;
        });
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.That(actual[i].Shape, Is.EqualTo(expected[i].Shape));
            Assert.That(actual[i].ToArray<float>(), Is.EqualTo(expected[i].ToArray<float>()), $"tensor {i}");
        }
    }, iter: 150, threads: 1);
}
