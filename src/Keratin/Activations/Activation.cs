using Keratin.Serialization;

namespace Keratin.Activations;

/// <summary>A function of a tensor with the name by which configs know it (<c>keras.activations</c>).</summary>
public sealed class Activation : IConfigValue<Activation>
{
    private readonly Func<Tensor, Tensor> function;

    private Activation(string name, Func<Tensor, Tensor> function) => (Name, this.function) = (name, function);

    /// <summary>The identity.</summary>
    public static Activation Linear { get; } = new("linear", static x => x);

    /// <summary>The name in configs.</summary>
    public string Name { get; }

    /// <summary>Applies the function.</summary>
    public Tensor Apply(Tensor x) => function(x);

    /// <summary>An activation by Keras's name.</summary>
    /// <exception cref="ArgumentException">Keras has none of that name.</exception>
    public static Activation Get(string name) => name switch
    {
        "linear" => Linear,
        "relu" => new(name, static x => Ops.Relu(x)),
        "softmax" => new(name, static x => Ops.Softmax(x)),
        "tanh" => new(name, static x => Ops.Tanh(x)),
        "sigmoid" => new(name, static x => Ops.Sigmoid(x)),
        _ => throw new ArgumentException($"'{name}' is no activation of Keras.", nameof(name)),
    };

    /// <summary>An activation by Keras's name.</summary>
    public static implicit operator Activation(string name) => Get(name);

    /// <summary>Reads the function's name; null is linear.</summary>
    public static Activation ReadConfig(ConfigValue value) => value.IsNull ? Linear : Get(value.AsString());

    /// <summary>Writes the name.</summary>
    public void WriteConfig(ConfigWriter writer) => writer.Value(Name);
}
