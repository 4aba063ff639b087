using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;

namespace Keratin.Layers;

public abstract partial class Layer
{
    private readonly List<Weight> ownWeights = [];

    /// <summary>The weights that this layer itself added, in the order of adding.</summary>
    public IReadOnlyList<Weight> OwnWeights => ownWeights;

    /// <summary>All weights in Keras's order. A Keras 2 layer lists the trainable ones first, a Keras 3 layer its own before those of layers inside.</summary>
    public virtual IReadOnlyList<Weight> Weights
    {
        get
        {
            if (Dialect == Serialization.Dialect.Keras2) return [.. TrainableWeights, .. NonTrainableWeights];
            var found = OwnWeightsWhere(trainable: true);
            AddOwn(found, trainable: false);
            foreach (var child in Sublayers) found.AddRange(child.Weights);
            return Distinct(found);
        }
    }

    /// <summary>The weights that are trained: none while <see cref="Trainable"/> is false.</summary>
    public IReadOnlyList<Weight> TrainableWeights
    {
        get
        {
            if (!Trainable) return [];
            var found = OwnWeightsWhere(trainable: true);
            foreach (var child in Sublayers) found.AddRange(child.TrainableWeights);
            return Distinct(found);
        }
    }

    /// <summary>The weights that are not trained: all of them while <see cref="Trainable"/> is false.</summary>
    public IReadOnlyList<Weight> NonTrainableWeights
    {
        get
        {
            var found = OwnWeightsWhere(trainable: !Trainable);
            if (!Trainable) AddOwn(found, trainable: false);
            foreach (var child in Sublayers) found.AddRange(Trainable ? child.NonTrainableWeights : child.Weights);
            return Distinct(found);
        }
    }

    /// <summary>The number of elements of all weights.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public long CountParameters()
    {
        if (!IsBuilt) throw new InvalidOperationException($"The weights of layer '{Name}' don't exist yet: call the layer, or build it with EnsureBuilt.");
        long count = 0;
        foreach (var weight in Weights) count += weight.Shape.ElementCount;
        return count;
    }

    /// <summary>The values of all weights in Keras's order (<c>get_weights</c>).</summary>
    public EagerTensor[] GetWeights()
    {
        var weights = Weights;
        var values = new EagerTensor[weights.Count];
        for (int i = 0; i < values.Length; i++) values[i] = weights[i].Resource.Read();
        return values;
    }

    /// <summary>Sets the values of all weights in Keras's order (<c>set_weights</c>); nothing is changed if one does not fit.</summary>
    /// <exception cref="ArgumentException">The number of values, a shape or a dtype does not fit.</exception>
    public void SetWeights(params IReadOnlyList<EagerTensor> values)
    {
        var weights = Weights;
        if (values.Count != weights.Count)
            throw new ArgumentException($"Layer '{Name}' has {weights.Count} weights; {values.Count} values were given.", nameof(values));
        for (int i = 0; i < values.Count; i++)
            if (!weights[i].Shape.IsCompatibleWith(values[i].Shape) || weights[i].DType != values[i].DType)
                throw new ArgumentException($"Weight {i} '{weights[i].Path}' is {weights[i].DType.Name()} {weights[i].Shape}; {values[i].DType.Name()} {values[i].Shape} was given.", nameof(values));
        for (int i = 0; i < values.Count; i++) weights[i].Resource.Assign(values[i]);
    }

    /// <summary>Adds a weight (<c>add_weight</c>); its first value is made when it is first needed.</summary>
    /// <param name="name">The name, as Keras's files know it: <c>kernel</c>.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="initializer">Makes the first value; Glorot uniform if not given.</param>
    /// <param name="regularizer">Adds to the loss.</param>
    /// <param name="constraint">Applied after each training step.</param>
    /// <param name="trainable">Whether it is trained.</param>
    /// <param name="dtype">The dtype; that of the policy if not given.</param>
    protected Weight AddWeight(
        string name, Shape shape, Initializer? initializer = null, Regularizer? regularizer = null, Constraint? constraint = null, bool trainable = true, DType? dtype = null)
    {
        if (!shape.IsFullyDefined)
            throw new ArgumentException($"Weight '{name}' of layer '{Name}' can't have the shape {shape}: every size must be known. The input's shape leaves one open that the layer needs.");
        var type = dtype ?? VariableDType;
        var maker = initializer ?? new GlorotUniform();
        var weight = new Weight(this, name, type, shape, () => maker.Create(shape, type), trainable) { Regularizer = regularizer, Constraint = constraint };
        ownWeights.Add(weight);
        return weight;
    }

    /// <summary>Counts a weight of a layer inside among this layer's own as well.</summary>
    private protected void ShareWeight(Weight weight) => ownWeights.Add(weight);

    private List<Weight> OwnWeightsWhere(bool trainable)
    {
        var found = new List<Weight>(ownWeights.Count);
        AddOwn(found, trainable);
        return found;
    }

    private void AddOwn(List<Weight> found, bool trainable)
    {
        foreach (var weight in ownWeights)
            if (weight.Trainable == trainable) found.Add(weight);
    }

    private protected static IReadOnlyList<Weight> Distinct(List<Weight> weights)
    {
        // Nearly all layers have no more: a look at each pair is cheaper than a set.
        const int few = 4;
        if (weights.Count <= few)
        {
            for (int i = weights.Count - 1; i > 0; i--)
                if (weights.IndexOf(weights[i]) < i) weights.RemoveAt(i);
            return weights;
        }
        var seen = new HashSet<Weight>(weights.Count, ReferenceEqualityComparer.Instance);
        weights.RemoveAll(weight => !seen.Add(weight));
        return weights;
    }
}
