using System.Globalization;
using System.Numerics;
using System.Text;
using Keratin.Conformance.Running;

namespace Keratin.Conformance;

/// <summary>Compares tensors as the vectors demand: <c>|got - expected| ≤ atol + rtol·|expected|</c>, NaN equal to NaN, everything else exactly.</summary>
internal sealed class Comparison(double rtol, double atol)
{
    /// <summary>Compares dtype, shape and elements.</summary>
    /// <exception cref="MismatchException">They differ; says where first, and by how much at most.</exception>
    public void Check(string what, Tensor? got, Tensor expected)
    {
        if (got is null) throw new MismatchException($"{what}: expected {Describe(expected)}, got nothing");
        if (got.DType != expected.DType) throw new MismatchException($"{what}: expected dtype {expected.DType.Name()}, got {got.DType.Name()}");
        if (got.Shape != expected.Shape) throw new MismatchException($"{what}: expected shape {expected.Shape}, got {got.Shape}");
        CheckElements(what, got.Value, expected.Value);
    }

    /// <summary>Compares a number that stands in the case itself.</summary>
    public void Check(string what, double got, double expected)
    {
        if (!Near(got, expected)) throw new MismatchException($"{what}: expected {Text(expected)}, got {Text(got)}");
    }

    private void CheckElements(string what, EagerTensor got, EagerTensor expected)
    {
        int count = checked((int)expected.Shape.ElementCount), differing = 0, first = -1;
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            if (Same(got, expected, i, out double error)) continue;
            if (differing++ == 0) first = i;
            if (!(error <= largest)) largest = error;
        }
        if (differing == 0) return;
        throw new MismatchException(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {differing} of {count} elements differ ({expected.DType.Name()} {expected.Shape}); first at {Index(first, expected.Shape)}: expected {Text(expected, first)}, got {Text(got, first)}; largest error {largest:G4} (rtol {rtol:G3}, atol {atol:G3})"));
    }

    private bool Same(EagerTensor got, EagerTensor expected, int index, out double error)
    {
        error = 0;
        switch (expected.DType)
        {
            case DType.String:
                return ((byte[])got.Objects[index]).AsSpan().SequenceEqual((byte[])expected.Objects[index]);
            case DType.Complex64 or DType.Complex128:
                var (g, e) = (ComplexAt(got, index), ComplexAt(expected, index));
                error = Complex.Abs(g - e);
                // The tolerance is about the magnitude; where a part is infinite or NaN, each part is compared by itself.
                return double.IsFinite(error) ? error <= atol + rtol * Complex.Abs(e) : Near(g.Real, e.Real) && Near(g.Imaginary, e.Imaginary);
            case DType.UInt64 or DType.Int64:
                if (BitsAt(got, index) == BitsAt(expected, index)) return true;
                break;
        }
        double left = NumberAt(got, index), right = NumberAt(expected, index);
        error = Math.Abs(left - right);
        if (rtol == 0 && atol == 0 && error == 0 && double.IsNegative(left) != double.IsNegative(right)) return false;
        // Two 64-bit integers that differ may round to one double.
        if (error == 0 && expected.DType is DType.UInt64 or DType.Int64) error = 1;
        return Near(left, right, error);
    }

    private bool Near(double got, double expected) => Near(got, expected, Math.Abs(got - expected));

    private bool Near(double got, double expected, double error)
    {
        if (double.IsNaN(expected) || double.IsNaN(got)) return double.IsNaN(expected) && double.IsNaN(got);
        if (double.IsInfinity(expected) || double.IsInfinity(got)) return got == expected;
        return error <= atol + rtol * Math.Abs(expected);
    }

    private static unsafe ulong BitsAt(EagerTensor tensor, int index) => ((ulong*)tensor.Pointer)[index];

    private static unsafe Complex ComplexAt(EagerTensor tensor, int index) =>
        tensor.DType == DType.Complex64 ? ((Complex64*)tensor.Pointer)[index] : ((Complex*)tensor.Pointer)[index];

    /// <summary>An element as the nearest double.</summary>
    internal static unsafe double NumberAt(EagerTensor tensor, int index)
    {
        void* p = tensor.Pointer;
        return tensor.DType switch
        {
            DType.Float32 => ((float*)p)[index],
            DType.Float64 => ((double*)p)[index],
            DType.Half => (double)((Half*)p)[index],
            DType.BFloat16 => ((BFloat16*)p)[index],
            DType.Int32 or DType.QInt32 => ((int*)p)[index],
            DType.Int64 => ((long*)p)[index],
            DType.Int16 or DType.QInt16 => ((short*)p)[index],
            DType.Int8 or DType.QInt8 or DType.Int4 or DType.Int2 => ((sbyte*)p)[index],
            DType.UInt16 or DType.QUInt16 => ((ushort*)p)[index],
            DType.UInt32 => ((uint*)p)[index],
            DType.UInt64 => ((ulong*)p)[index],
            // Also 8-bit floats, whose bits are compared.
            _ => ((byte*)p)[index],
        };
    }

    private static string Describe(Tensor tensor) => $"{tensor.DType.Name()} {tensor.Shape}";

    private static string Index(int flat, Shape shape)
    {
        var index = new long[shape.Rank];
        long rest = flat;
        for (int axis = index.Length - 1; axis >= 0; axis--) (rest, index[axis]) = Math.DivRem(rest, shape[axis]);
        return $"[{string.Join(", ", index)}]";
    }

    private static string Text(EagerTensor tensor, int index) => tensor.DType switch
    {
        DType.String => $"\"{Encoding.UTF8.GetString((byte[])tensor.Objects[index])}\"",
        DType.Complex64 or DType.Complex128 => ComplexAt(tensor, index).ToString(CultureInfo.InvariantCulture),
        DType.Int64 => ((long)BitsAt(tensor, index)).ToString(CultureInfo.InvariantCulture),
        DType.UInt64 => BitsAt(tensor, index).ToString(CultureInfo.InvariantCulture),
        _ => Text(NumberAt(tensor, index)),
    };

    private static string Text(double number) => number.ToString("G9", CultureInfo.InvariantCulture);
}
