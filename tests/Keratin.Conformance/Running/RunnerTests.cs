using Keratin.Engines;
using NUnit.Framework;

namespace Keratin.Conformance.Running;

internal sealed class RunnerTests
{
    [Test]
    public void Leaves_a_case_behind_that_takes_too_long_and_goes_on()
    {
        using var runner = new Runner(TimeSpan.FromMilliseconds(200));
        using var never = new ManualResetEventSlim();
        Assert.That(runner.Run(new Case("group/file/slow", () => never.Wait())).Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(runner.Run(new Case("group/file/fast", static () => { })).Verdict, Is.EqualTo(Verdict.Passed));
        never.Set();
    }

    [Test]
    public void Counts_a_missing_kernel_as_unsupported_and_names_it_with_the_part()
    {
        using var runner = new Runner(TimeSpan.FromSeconds(20));
        var outcome = runner.Run(new Case("group/file/case", static () => PartException.Name("eager", static () => throw new OpException("NoSuchOp", "no kernel"))));
        Assert.That(outcome.Verdict, Is.EqualTo(Verdict.Unsupported));
        Assert.That(outcome.Reason, Does.StartWith("eager: ").And.Contains("NoSuchOp"));
    }

    [Test]
    public void Counts_every_other_error_as_a_failure()
    {
        using var runner = new Runner(TimeSpan.FromSeconds(20));
        Assert.That(runner.Run(new Case("group/file/case", static () => throw new InvalidOperationException("odd"))).ToString(), Does.StartWith("failed group/file/case: InvalidOperationException: odd"));
        Assert.That(runner.Run(new Case("group/file/case", static () => throw new MismatchException("differs"))).Verdict, Is.EqualTo(Verdict.Failed));
    }
}
