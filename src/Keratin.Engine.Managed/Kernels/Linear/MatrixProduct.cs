using System.Numerics;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>A matrix as an operand: row-major, taken as it is, transposed, or transposed and conjugated.</summary>
internal readonly record struct Operand(bool Transposed, bool Conjugated);

/// <summary>c (m × n) = a (m × k) · b (k × n), all row-major without gaps.</summary>
internal unsafe delegate void MatrixProduct(void* a, Operand ofA, void* b, Operand ofB, void* c, int m, int n, int k);

/// <summary>The products for each dtype that is computed in.</summary>
internal static unsafe class MatrixProducts
{
    private const int Grain = 32 * 1024;

    public static MatrixProduct? Find(DType type) => type switch
    {
        DType.Float32 => Blocked<float>,
        DType.Float64 => Blocked<double>,
        DType.Int32 => Simple<int>,
        DType.Int64 => Simple<long>,
        DType.Int16 => Simple<short>,
        DType.Int8 => Simple<sbyte>,
        DType.UInt8 => Simple<byte>,
        DType.UInt16 => Simple<ushort>,
        DType.UInt32 => Simple<uint>,
        DType.UInt64 => Simple<ulong>,
        DType.Complex128 => Simple<Complex>,
        _ => null,
    };

    private static void Blocked<T>(void* a, Operand ofA, void* b, Operand ofB, void* c, int m, int n, int k) where T : unmanaged
    {
        if (k == 0) new Span<byte>(c, checked(m * n * sizeof(T))).Clear();
        else Gemm.Multiply(ofA.Transposed, ofB.Transposed, m, n, k, (T*)a, ofA.Transposed ? m : k, (T*)b, ofB.Transposed ? k : n, (T*)c, n);
    }

    private static void Simple<T>(void* a, Operand ofA, void* b, Operand ofB, void* c, int m, int n, int k) where T : unmanaged, INumberBase<T> =>
        WorkerPool.For(m, (int)Math.Clamp(Grain / Math.Max(1, (long)n * k), 1, Grain), new Rows<T>((T*)a, ofA, (T*)b, ofB, (T*)c, m, n, k));

    private readonly struct Rows<T>(T* a, Operand ofA, T* b, Operand ofB, T* c, int m, int n, int k) : IParallelBody where T : unmanaged, INumberBase<T>
    {
        public void Run(int start, int end)
        {
            nint rowStep = ofB.Transposed ? 1 : n, columnStep = ofB.Transposed ? k : 1;
            for (nint i = start; i < end; i++)
            {
                T* row = c + (i * n);
                new Span<T>(row, n).Clear();
                for (nint p = 0; p < k; p++)
                {
                    T factor = Taken(ofA.Transposed ? a[(p * m) + i] : a[(i * k) + p], ofA);
                    T* from = b + (p * rowStep);
                    for (nint j = 0; j < n; j++) row[j] += factor * Taken(from[j * columnStep], ofB);
                }
            }
        }

        private static T Taken(T value, Operand operand)
        {
            if (typeof(T) != typeof(Complex) || !operand.Conjugated) return value;
            var conjugate = Complex.Conjugate((Complex)(object)value);
            return (T)(object)conjugate;
        }
    }
}
