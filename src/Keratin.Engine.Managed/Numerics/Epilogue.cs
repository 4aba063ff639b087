namespace Keratin.Engines.Managed.Numerics;

/// <summary>What a product or convolution does to its results before they leave the cache: <c>activation(x + bias)</c>.</summary>
/// <param name="bias">One number for each column (output channel), or null.</param>
/// <param name="activation">Applied last.</param>
/// <param name="alpha">The slope of LeakyRelu below zero; the scale of Elu.</param>
internal readonly unsafe struct Epilogue<T>(T* bias, Activation activation = Activation.None, double alpha = 0)
    where T : unmanaged
{
    public T* Bias { get; } = bias;

    public Activation Activation { get; } = activation;

    public double Alpha { get; } = alpha;

    /// <summary>The same for columns from <paramref name="column"/> on.</summary>
    public Epilogue<T> From(nint column) => new(Bias == null ? null : Bias + column, Activation, Alpha);
}
