namespace Keratin.Formats.Storage;

/// <summary>
/// Polynomials over bits modulo that of a CRC, the lowest bit for the highest power: what joins the CRCs of pieces that were
/// computed apart.
/// </summary>
internal sealed class CrcPolynomial
{
    private readonly uint _modulus;
    private readonly uint[] _powers;

    /// <param name="modulus">The CRC's polynomial without its highest power.</param>
    public CrcPolynomial(uint modulus)
    {
        _modulus = modulus;
        _powers = new uint[64];
        // x to the powers 1, 2, 4, 8 …
        _powers[0] = 1u << 30;
        for (int i = 1; i < _powers.Length; i++)
        {
            _powers[i] = Multiply(_powers[i - 1], _powers[i - 1]);
        }
    }

    /// <summary>The CRC of two pieces of data, one behind the other.</summary>
    public uint Join(uint first, uint second, long secondLength) => Multiply(PowerOfX(secondLength * 8), first) ^ second;

    /// <summary>x to the power of n: what n zero bits behind data do to its CRC.</summary>
    public uint PowerOfX(long n)
    {
        uint result = 1u << 31;
        for (int i = 0; n != 0; i++, n >>= 1)
        {
            if ((n & 1) != 0)
            {
                result = Multiply(_powers[i], result);
            }
        }
        return result;
    }

    public uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }
            b = (b >> 1) ^ ((b & 1) != 0 ? _modulus : 0);
        }
        return product;
    }
}
