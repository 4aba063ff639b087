namespace Keratin.Layers;

/// <summary>What is given to a layer besides its inputs: <c>training</c>, <c>mask</c> and arguments by Keras's names (<c>initial_state</c>, <c>value</c> …).</summary>
public sealed class CallArguments
{
    /// <summary>Nothing given.</summary>
    public static CallArguments None { get; } = new();

    /// <summary>Whether the layer is being trained; null leaves it to the enclosing call, or to false.</summary>
    public bool? Training { get; init; }

    /// <summary>Masks of the inputs, given instead of those that the inputs carry; null for an input without one.</summary>
    public IReadOnlyList<Tensor?>? Mask { get; init; }

    /// <summary>How many of the arguments by name are written by position behind the inputs, as they were read.</summary>
    internal int Positional { get; init; }

    /// <summary>Whether a file says that there is no mask, which is then written again.</summary>
    internal bool IsMaskNull { get; init; }

    /// <summary>Further arguments: tensors (<see cref="Tensor"/>, <see cref="Tensors"/>) or plain values.</summary>
    public IReadOnlyDictionary<string, object?> Named { get; init; } = new Dictionary<string, object?>();

    /// <summary>The same arguments with other tensors.</summary>
    /// <param name="change">What each tensor becomes.</param>
    /// <param name="training">Holds where <see cref="Training"/> is open.</param>
    internal CallArguments Map(Func<Tensor, Tensor> change, bool? training = null) => new()
    {
        Training = Training ?? training,
        Mask = Mask?.Select(mask => mask is null ? null : change(mask)).ToArray(),
        Named = Named.Count == 0 ? None.Named : Named.ToDictionary(static argument => argument.Key, argument => argument.Value switch
        {
            Tensor tensor => change(tensor),
            Tensors tensors => tensors.With(Array.ConvertAll(tensors.ToArray(), tensor => change(tensor))),
            Tensor[] tensors => Array.ConvertAll(tensors, tensor => change(tensor)),
            var other => other,
        }),
    };
}

/// <summary>What a layer's <c>Call</c> knows about the call.</summary>
/// <param name="Training">Whether the layer is being trained.</param>
/// <param name="Masks">The mask of each input, null where there is none.</param>
/// <param name="Arguments">Further arguments by name.</param>
public sealed record CallContext(bool Training, IReadOnlyList<Tensor?> Masks, IReadOnlyDictionary<string, object?> Arguments)
{
    /// <summary>The mask of the first input.</summary>
    public Tensor? Mask => Masks.Count > 0 ? Masks[0] : null;

    /// <summary>A tensor that was given by name, or null.</summary>
    public Tensor? Tensor(string name) => Arguments.GetValueOrDefault(name) switch
    {
        null => null,
        Tensor tensor => tensor,
        Tensors tensors => tensors.Single,
        var other => throw new ArgumentException($"Argument '{name}' must be a tensor; a {other.GetType().Name} was given."),
    };

    /// <summary>Tensors that were given by name; empty if none were.</summary>
    public Tensors List(string name) => Arguments.GetValueOrDefault(name) switch
    {
        null => default,
        Tensor tensor => tensor,
        Tensors tensors => tensors,
        Tensor[] tensors => tensors,
        var other => throw new ArgumentException($"Argument '{name}' must be tensors; a {other.GetType().Name} was given."),
    };

    /// <summary>A truth value that was given by name.</summary>
    public bool Flag(string name, bool otherwise = false) => Arguments.GetValueOrDefault(name) is bool flag ? flag : otherwise;
}
