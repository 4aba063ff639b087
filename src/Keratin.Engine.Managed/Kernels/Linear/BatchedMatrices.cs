using System.Numerics;
using System.Numerics.Tensors;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>What an op of linear algebra does to one matrix (or a few that belong together) of a batch, in float64 or complex128.</summary>
internal interface IMatrixFunction
{
    /// <exception cref="MatrixException">The matrix is not such that it can be done.</exception>
    void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>;
}

/// <summary>Why a matrix can't be decomposed or inverted.</summary>
internal sealed class MatrixException(string message) : Exception(message);

/// <summary>One item of a batch: its matrices and results, row-major.</summary>
internal readonly unsafe ref struct MatrixItem<T>(KernelBinding binding, T** inputs, T** outputs) where T : unmanaged
{
    public T* In(int index) => inputs[index];

    public T* Out(int index) => outputs[index];

    /// <summary>The number of rows of an input.</summary>
    public int Rows(int index = 0) => (int)binding.Inputs[index].Shape[^2];

    /// <summary>The number of columns of an input.</summary>
    public int Columns(int index = 0) => (int)binding.Inputs[index].Shape[^1];
}

/// <summary>Runs functions of matrices over batches; narrower types are widened before.</summary>
internal static unsafe class BatchedMatrices
{
    public static KernelBody Bind<TFunction>(KernelBinding binding, TFunction function) where TFunction : struct, IMatrixFunction
    {
        var type = binding.Inputs[0].DType;
        if (type.IsComplex()) return Bind<TFunction, Complex>(binding, function, DType.Complex128);
        return type.IsFloating() ? Bind<TFunction, double>(binding, function, DType.Float64) : throw binding.Error($"is not defined for {type.Name()}.");
    }

    private static KernelBody Bind<TFunction, T>(KernelBinding binding, TFunction function, DType wide) where TFunction : struct, IMatrixFunction where T : unmanaged, INumberBase<T>
    {
        var first = binding.Inputs[0].Shape;
        if (first.Rank < 2) throw binding.Error("takes tensors of two axes or more.");
        int count = checked((int)first[..^2].ElementCount), inputCount = binding.Inputs.Length, outputCount = binding.Outputs.Length;
        var sizes = new nint[inputCount + outputCount];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = count == 0 ? 0 : (nint)((i < inputCount ? binding.Inputs[i] : binding.Outputs[i - inputCount]).Shape.ElementCount / count);
        long work = first[^1] * first[^1] * first[^2];
        int grain = (int)Math.Clamp(20_000 / Math.Max(1, work), 1, int.MaxValue);
        var stage = new Staging(binding, wide);
        return (in KernelArgs args) =>
        {
            T** places = stackalloc T*[sizes.Length];
            for (int i = 0; i < inputCount; i++) places[i] = (T*)stage.Input(args, i);
            for (int i = 0; i < outputCount; i++) places[inputCount + i] = (T*)stage.Output(args, i);
            try
            {
                WorkerPool.For(count, grain, new Body<TFunction, T>(binding, function, places, sizes, inputCount));
            }
            catch (MatrixException e)
            {
                throw binding.Error(e.Message);
            }
            stage.Finish(args);
        };
    }

    private readonly struct Body<TFunction, T>(KernelBinding binding, TFunction function, T** places, nint[] sizes, int inputCount) : IParallelBody
        where TFunction : struct, IMatrixFunction where T : unmanaged, INumberBase<T>
    {
        public void Run(int start, int end)
        {
            T** at = stackalloc T*[sizes.Length];
            for (int item = start; item < end; item++)
            {
                for (int i = 0; i < sizes.Length; i++) at[i] = places[i] + (item * sizes[i]);
                function.Run(new MatrixItem<T>(binding, at, at + inputCount));
            }
        }
    }
}

/// <summary>What real and complex numbers have in common beyond arithmetic.</summary>
internal static unsafe class Field<T> where T : unmanaged, INumberBase<T>
{
    public static T Of(double value) => T.CreateTruncating(value);

    public static T Conjugate(T value) => typeof(T) == typeof(Complex) ? (T)(object)Complex.Conjugate((Complex)(object)value) : value;

    public static double Real(T value) => typeof(T) == typeof(Complex) ? ((Complex)(object)value).Real : (double)(object)value;

    public static double Abs(T value) => typeof(T) == typeof(Complex) ? Complex.Abs((Complex)(object)value) : Math.Abs((double)(object)value);

    /// <summary>y += factor · x.</summary>
    public static void Add(T* x, T factor, T* y, int count) =>
        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(x, count), factor, new ReadOnlySpan<T>(y, count), new Span<T>(y, count));

    /// <summary>Σ x̄ · y.</summary>
    public static T Dot(T* x, T* y, int count)
    {
        if (typeof(T) == typeof(double)) return (T)(object)TensorPrimitives.Dot(new ReadOnlySpan<double>(x, count), new ReadOnlySpan<double>(y, count));
        T sum = T.Zero;
        for (int i = 0; i < count; i++) sum += Conjugate(x[i]) * y[i];
        return sum;
    }

    /// <summary>|x|².</summary>
    public static double Square(T value) => Real(value * Conjugate(value));
}
