using System.Collections.Concurrent;
using Keratin.Fuzz;

namespace Keratin.Tests.Fuzzing;

/// <summary>
/// Some rounds of what tests/Keratin.Fuzz does for as long as one likes: damaged files are read or refused with the typed error, in little
/// time and with little memory.
/// </summary>
public class FuzzTests
{
    private static readonly Dictionary<string, int> Mutants = new()
    {
        ["hdf5"] = 1800, ["keras"] = 1200, ["npz"] = 1500, ["npy"] = 800, ["pickle"] = 2000, ["bundle"] = 3500, ["model"] = 600, ["config"] = 700, ["layer"] = 12, ["weights"] = 1500,
    };

    private static IEnumerable<TestCaseData> Targets() => FuzzTargets.All.Select(static target => new TestCaseData(target).SetArgDisplayNames(target.Name));

    [TestCaseSource(nameof(Targets))]
    public void Every_seed_is_sound(FuzzTarget target) => Assert.Multiple(() =>
    {
        foreach (var seed in target.Seeds)
        {
            Assert.That(PlainFuzzing.Try(target, seed.Load(), out bool isRefused), Is.Null, seed.Name);
            Assert.That(isRefused, Is.False, seed.Name);
        }
    });

    [TestCaseSource(nameof(Targets))]
    public void Damaged_files_are_read_or_refused_with_the_typed_error(FuzzTarget target)
    {
        var findings = new ConcurrentBag<string>();
        int refused = 0, all = 0;
        foreach (var seed in target.Seeds)
        {
            refused += PlainFuzzing.Run(target, seed, 0, Mutants[target.Name], finding => findings.Add($"mutant {finding.Mutant} of {finding.Seed}: {finding.What}"));
            all += Mutants[target.Name];
        }
        Assert.That(findings, Is.Empty);
        Assert.That(refused, Is.InRange(all / 20, all - 1), "the mutations must bite, and not always");
    }

    [TestCaseSource(nameof(Targets))]
    public void A_number_makes_the_same_mutant_again(FuzzTarget target)
    {
        byte[] seed = target.Seeds[0].Load();
        byte[] mutant = target.Mutate(seed, new Random(7)), again = target.Mutate(seed, new Random(7)), other = target.Mutate(seed, new Random(8));
        Assert.That(again, Is.EqualTo(mutant).And.Not.EqualTo(other));
    }

    [Test]
    public void What_must_not_come_out_is_found()
    {
        var target = new FuzzTarget("bad", [new Seed("one", static () => [1, 2, 3, 4, 5, 6, 7, 8])], static (original, random) => [(byte)random.Next(2)], static bytes =>
        {
            if (bytes[0] == 1) throw new IndexOutOfRangeException();
        });
        var findings = new ConcurrentBag<Finding>();
        Assert.That(PlainFuzzing.Run(target, target.Seeds[0], 0, 100, findings.Add), Is.Zero);
        Assert.That(findings, Has.Count.InRange(20, 80).And.All.Property(nameof(Finding.Bytes)).EqualTo((byte[])[1]).And.All.Property(nameof(Finding.What)).Contains(nameof(IndexOutOfRangeException)));
    }

    [Test]
    public void A_reader_that_allocates_too_much_is_found()
    {
        var target = new FuzzTarget("greedy", [], static (original, _) => original, static _ => GC.KeepAlive(new byte[4096])) { MaxBytes = 1024 };
        Assert.That(PlainFuzzing.Try(target, [], out _), Does.Contain("bytes allocated"));
    }
}
