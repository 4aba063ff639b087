namespace Keratin;

/// <summary>
/// The numbers of Python's <c>random</c> module (the Mersenne Twister MT19937), from which Keras takes the seeds of whatever isn't
/// given one: after <c>set_random_seed</c> the same model starts with the same weights.
/// </summary>
internal sealed class PythonRandom
{
    private const int Size = 624;
    private const int Period = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>Python's <c>random.seed(seed)</c>.</summary>
    public PythonRandom(long seed)
    {
        ulong size = (ulong)Math.Abs(seed);
        SeedBy(size > uint.MaxValue ? [(uint)size, (uint)(size >> 32)] : [(uint)size]);
    }

    /// <summary>Python's <c>random.getstate()</c>: the words, and how many of them are used up.</summary>
    /// <exception cref="ArgumentException">It is no state.</exception>
    public uint[] State
    {
        get => [.. _state, (uint)_next];
        set
        {
            if (value.Length != Size + 1 || value[Size] > Size) throw new ArgumentException($"the state of a random generator is {Size + 1} words, the last at most {Size}");
            value.AsSpan(0, Size).CopyTo(_state);
            _next = (int)value[Size];
        }
    }

    /// <summary>Python's <c>random.randint(low, high)</c>: both bounds are possible.</summary>
    public int RandInt(int low, int high)
    {
        uint range = (uint)(high - low) + 1;
        int bits = 32 - System.Numerics.BitOperations.LeadingZeroCount(range);
        uint value;
        do
        {
            value = Next() >> (32 - bits);
        }
        while (value >= range);
        return low + (int)value;
    }

    private uint Next()
    {
        if (_next == Size) Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7fffffff);
            _state[i] = _state[(i + Period) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
        }

        _next = 0;
    }

    // The generator's published way of seeding by an array (init_by_array).
    private void SeedBy(ReadOnlySpan<uint> key)
    {
        _state[0] = 19650218;
        for (int k = 1; k < Size; k++) _state[k] = (1812433253 * (_state[k - 1] ^ (_state[k - 1] >> 30))) + (uint)k;

        int i = 1, j = 0;
        for (int k = 0; k < Size; k++)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            Advance(ref i);
            j = (j + 1) % key.Length;
        }

        for (int k = 1; k < Size; k++)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            Advance(ref i);
        }

        _state[0] = 0x80000000;
    }

    private void Advance(ref int i)
    {
        if (++i == Size)
        {
            _state[0] = _state[Size - 1];
            i = 1;
        }
    }
}
