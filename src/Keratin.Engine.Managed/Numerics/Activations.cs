using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Applies an activation in place to numbers that are in the cache.</summary>
internal static unsafe class Activations<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>x = activation(x); for alpha see <see cref="Epilogue{T}"/>.</summary>
    public static void Apply(Activation activation, double alpha, T* x, nint count)
    {
        switch (activation)
        {
            case Activation.None: break;
            case Activation.Relu: Map<Relu>(x, count); break;
            case Activation.Relu6: Map<Relu6>(x, count); break;
            case Activation.LeakyRelu: Map<LeakyRelu>(x, count, alpha); break;
            case Activation.Elu: Map<Elu>(x, count, alpha); break;
            case Activation.Selu: Map<Selu>(x, count); break;
            case Activation.Sigmoid: Map<Sigmoid>(x, count); break;
            case Activation.HardSigmoid: Map<HardSigmoid>(x, count); break;
            case Activation.Tanh: Map<Tanh>(x, count); break;
            case Activation.Softplus: Map<Softplus>(x, count); break;
            case Activation.Softsign: Map<Softsign>(x, count); break;
            case Activation.Silu: Map<Silu>(x, count); break;
            case Activation.Gelu: Map<Gelu>(x, count); break;
            case Activation.GeluTanh: Map<GeluTanh>(x, count); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not an activation.");
        }
    }

    private static void Map<TFunction>(T* x, nint count)
        where TFunction : struct, IFunction => Loops<V, T>.Map<TFunction>(x, x, count);

    private static void Map<TFunction>(T* x, nint count, double alpha)
        where TFunction : struct, IFunction2 => Loops<V, T>.Map<TFunction>(x, Simd.Scalar<T>(alpha), x, count);
}
