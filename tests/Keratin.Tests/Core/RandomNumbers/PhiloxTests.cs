using Keratin.RandomNumbers;

namespace Keratin.Tests.Core.RandomNumbers;

public class PhiloxTests
{
    // The known answers published with the generator (Random123).
    [TestCase(0UL, 0UL, 0UL, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [TestCase(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    public void Meets_the_published_answers(ulong key, ulong low, ulong high, uint[] expected)
    {
        var generator = new Philox(key, low, high);
        generator.Next(out uint a, out uint b, out uint c, out uint d);
        Assert.That(new[] { a, b, c, d }, Is.EqualTo(expected));
    }

    [Test]
    public void Skipping_equals_drawing_and_carries_into_the_upper_half()
    {
        var drawn = new Philox(42, ulong.MaxValue - 1, 7);
        for (int i = 0; i < 3; i++) drawn.Next(out _, out _, out _, out _);
        var skipped = new Philox(42, ulong.MaxValue - 1, 7).After(3);
        Assert.That((skipped.CounterLow, skipped.CounterHigh), Is.EqualTo((drawn.CounterLow, drawn.CounterHigh)).And.EqualTo((1UL, 8UL)));
    }

    [Test]
    public void Draws_the_uniform_numbers_of_tensorflow()
    {
        var elements = new float[5];
        RandomFill.Fill(Philox.FromSeeds(1, 2), elements.AsSpan(), default(UnitUniform<float>));
        Assert.That(elements, Is.EqualTo(new[] { 0.8440604209899902f, 0.19204533100128174f, 0.9962232112884521f, 0.16038739681243896f, 0.27199018001556396f }));
    }

    [Test]
    public void Draws_the_truncated_normal_numbers_of_tensorflow()
    {
        var elements = new float[5];
        RandomFill.Fill(Philox.FromSeeds(1, -2), elements.AsSpan(), default(TruncatedStandardNormal<float>));
        Assert.That(elements, Is.EqualTo(new[] { -0.7619395852088928f, 0.03173809498548508f, 0.5835484266281128f, 0.017654888331890106f, -0.9447312951087952f }).Within(1e-6f));
    }

    [Test]
    public void Draws_the_integers_of_tensorflow()
    {
        var elements = new long[3];
        RandomFill.Fill(Philox.FromSeeds(7, 8), elements.AsSpan(), new UniformInteger<long>(unchecked((ulong)-5), 1_000_000_000_005));
        Assert.That(elements, Is.EqualTo(new[] { 438511952042, 603570982419, 131865554031 }));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(64)]
    public void A_part_of_a_stream_can_be_made_without_what_comes_before(int firstGroup)
    {
        var all = new double[200];
        RandomFill.Fill(Philox.FromSeeds(3, 4), all.AsSpan(), default(TruncatedStandardNormal<double>));
        var part = new double[200 - 2 * firstGroup];
        RandomFill.Fill(Philox.FromSeeds(3, 4), part.AsSpan(), firstGroup, default(TruncatedStandardNormal<double>));
        Assert.That(part, Is.EqualTo(all[(2 * firstGroup)..]));
    }

    [TestCase(0UL, 100)]
    [TestCase(ulong.MaxValue - 9, 100)]
    [TestCase(123456789012345UL, 15)]
    public void Several_counters_at_a_time_give_what_one_by_one_gives(ulong counterLow, int count)
    {
        var wide = new float[count];
        RandomFill.Fill(new Philox(77, counterLow, 3), wide.AsSpan(), default(UnitUniform<float>));
        var generator = new Philox(77, counterLow, 3);
        var numbers = new PhiloxNumbers(ref generator);
        var narrow = new float[count];
        for (int i = 0; i < count; i++) narrow[i] = RandomBits.ToSingle(numbers.Next());
        Assert.That(wide, Is.EqualTo(narrow));
    }
}
