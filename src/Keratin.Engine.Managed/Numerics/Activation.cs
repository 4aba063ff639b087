namespace Keratin.Engines.Managed.Numerics;

/// <summary>The activations that kernels can apply to their results while these are hot.</summary>
internal enum Activation
{
    None,
    Relu,
    Relu6,
    LeakyRelu,
    Elu,
    Selu,
    Sigmoid,
    HardSigmoid,
    Tanh,
    Softplus,
    Softsign,
    Silu,
    Gelu,
    GeluTanh,
}
