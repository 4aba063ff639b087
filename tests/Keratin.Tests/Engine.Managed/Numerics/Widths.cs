using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>Runs a fixture at each register width: <c>[TestFixtureSource(typeof(Widths), nameof(Widths.All))]</c>.</summary>
[NonParallelizable]
internal abstract class Widths(int bits)
{
    public static readonly int[] All = [128, 256, 512];

    [OneTimeSetUp]
    public void Limit() => Widest.Limit = bits;

    [OneTimeTearDown]
    public void Unlimit() => Widest.Limit = 512;
}
