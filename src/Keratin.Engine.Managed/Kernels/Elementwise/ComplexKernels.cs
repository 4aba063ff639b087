using System.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Ops between complex and real numbers, and some others whose output is of another type than the input.</summary>
internal static class ComplexKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Complex" => BinaryKernels.Of(static t => t switch
        {
            DType.Float32 => new ScalarCode2<float, Complex64, Compose>(),
            DType.Float64 => new ScalarCode2<double, Complex, Compose>(),
            _ => null,
        }),
        "Real" => Part<RealPart>(1),
        "Imag" => Part<ImaginaryPart>(1),
        "ComplexAbs" => Part<Magnitude>(10),
        "Angle" => Part<Phase>(20),
        "NextAfter" => BinaryKernels.Of(static t => t switch
        {
            DType.Float32 => new ScalarCode2<float, float, Neighbour>(),
            DType.Float64 => new ScalarCode2<double, double, Neighbour>(),
            _ => null,
        }),
        "PopulationCount" => UnaryKernels.Of(static t => t switch
        {
            DType.Int32 => new ScalarCode<int, byte, SetBits<int>>(),
            DType.Int64 => new ScalarCode<long, byte, SetBits<long>>(),
            DType.Int8 => new ScalarCode<sbyte, byte, SetBits<sbyte>>(),
            DType.Int16 => new ScalarCode<short, byte, SetBits<short>>(),
            DType.UInt8 => new ScalarCode<byte, byte, SetBits<byte>>(),
            DType.UInt16 => new ScalarCode<ushort, byte, SetBits<ushort>>(),
            DType.UInt32 => new ScalarCode<uint, byte, SetBits<uint>>(),
            DType.UInt64 => new ScalarCode<ulong, byte, SetBits<ulong>>(),
            _ => null,
        }),
        _ => null,
    };

    private static ElementwiseKernel Part<TFunction>(int cost) where TFunction : struct, IScalar<Complex, double>, IScalar<Complex64, float> => UnaryKernels.Of(t => t switch
    {
        DType.Complex64 => new ScalarCode<Complex64, float, TFunction>(cost),
        DType.Complex128 => new ScalarCode<Complex, double, TFunction>(cost),
        _ => null,
    });

    private readonly struct Compose : IScalar2<float, Complex64>, IScalar2<double, Complex>
    {
        public static Complex64 Of(float x, float y) => new(x, y);
        public static Complex Of(double x, double y) => new(x, y);
    }

    private readonly struct RealPart : IScalar<Complex, double>, IScalar<Complex64, float>
    {
        public static double Of(Complex x) => x.Real;
        public static float Of(Complex64 x) => x.Real;
    }

    private readonly struct ImaginaryPart : IScalar<Complex, double>, IScalar<Complex64, float>
    {
        public static double Of(Complex x) => x.Imaginary;
        public static float Of(Complex64 x) => x.Imaginary;
    }

    private readonly struct Magnitude : IScalar<Complex, double>, IScalar<Complex64, float>
    {
        public static double Of(Complex x) => Complex.Abs(x);
        public static float Of(Complex64 x) => (float)Complex.Abs(x);
    }

    private readonly struct Phase : IScalar<Complex, double>, IScalar<Complex64, float>
    {
        public static double Of(Complex x) => x.Phase;
        public static float Of(Complex64 x) => (float)Of((Complex)x);
    }

    /// <summary>The number next to x on the way to y.</summary>
    private readonly struct Neighbour : IScalar2<float, float>, IScalar2<double, double>
    {
        public static float Of(float x, float y) => float.IsNaN(y) ? y : x == y ? y : x < y ? MathF.BitIncrement(x) : MathF.BitDecrement(x);
        public static double Of(double x, double y) => double.IsNaN(y) ? y : x == y ? y : x < y ? Math.BitIncrement(x) : Math.BitDecrement(x);
    }

    private readonly struct SetBits<T> : IScalar<T, byte> where T : IBinaryInteger<T>
    {
        public static byte Of(T x) => byte.CreateTruncating(T.PopCount(x));
    }
}
