using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>
/// A layer that can be trained, evaluated, run on data and saved (<c>keras.Model</c>). <see cref="Sequential"/> and <see cref="Functional"/>
/// are made of layers; derive from this class to write a model by hand.
/// </summary>
[KerasObject(Module = "keras.models")]
public abstract partial class Model : Layer
{
    /// <summary>The model's layers, in Keras's order; in Keras 3 functions that were applied to symbols are none.</summary>
    public IReadOnlyList<Layer> Layers => Dialect == Dialect.Keras2 ? [.. Sublayers] : [.. Sublayers.Where(static layer => layer is not (Operation or OpLayer))];

    /// <summary>All weights, layer after layer.</summary>
    public override IReadOnlyList<Weight> Weights
    {
        get
        {
            var found = new List<Weight>();
            if (Dialect == Dialect.Keras3) found.AddRange(OwnWeights);
            foreach (var layer in Sublayers) found.AddRange(layer.Weights);
            if (Dialect == Dialect.Keras2) found.AddRange(OwnWeights);
            return Distinct(found);
        }
    }

    /// <summary>A layer by its name.</summary>
    /// <exception cref="KeyNotFoundException">The model has no layer of that name.</exception>
    public Layer GetLayer(string name)
    {
        foreach (var layer in Sublayers)
            if (layer.Name == name) return layer;
        throw new KeyNotFoundException($"Model '{Name}' has no layer named '{name}'; it has {string.Join(", ", Sublayers.Select(static layer => layer.Name))}.");
    }

    /// <summary>A layer of a given class by its name.</summary>
    /// <exception cref="KeyNotFoundException">The model has no layer of that name.</exception>
    /// <exception cref="InvalidCastException">The layer is of another class.</exception>
    public T GetLayer<T>(string name) where T : Layer => (T)GetLayer(name);

    /// <summary>A model of the same structure with weights of its own, newly initialised (<c>keras.models.clone_model</c>); copy weights with <see cref="Layer.SetWeights"/>.</summary>
    /// <exception cref="ArgumentException">A function or input tensors were given that this kind of model can't take.</exception>
    public Model Clone(CloneOptions? options = null) => new ModelCloning(options ?? new CloneOptions()).Clone(this);

    // A model only passes its inputs on; its layers cast for themselves.
    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;
}
