namespace Keratin.Engines.Managed.Numerics;

/// <summary>C (M × N) = (C +) A (M × K) · B (K × N), then the epilogue.</summary>
internal unsafe struct MatMulArguments<T>
    where T : unmanaged
{
    public nint M;
    public nint N;
    public nint K;
    public Matrix<T> A;

    /// <summary>B where it is not packed.</summary>
    public Matrix<T> B;

    /// <summary>B as panels (see <see cref="PackedMatrix{T}"/>), or null.</summary>
    public T* PackedB;

    public T* C;
    public nint CStride;
    public bool Accumulate;
    public Epilogue<T> Epilogue;
}
