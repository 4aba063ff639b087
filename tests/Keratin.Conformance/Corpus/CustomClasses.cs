using System.Text.Json;
using Keratin.Conformance.Vectors;
using Keratin.Initializers;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Conformance.Corpus;

/// <summary>What the corpus needs from its reader: a registered layer, a model and a function.</summary>
internal static class CustomClasses
{
    /// <summary>The custom objects that a case lists.</summary>
    public static CustomObjects? For(JsonElement @case)
    {
        if (@case.Find("custom_objects") is not { } listed) return null;
        var objects = new CustomObjects();
        foreach (var custom in listed.EnumerateObject())
        {
            if (custom.Name == "corpus>Scale") objects.Add(Scale.KerasClass);
            if (custom.Name == "Hidden") objects.Add(Hidden.KerasClass);
            if (custom.Name == "mish_like") objects.AddFunction(custom.Name, (Func<Tensor, Tensor>)(static x => x * Ops.Tanh(Ops.Softplus(x))));
        }
        return objects;
    }
}

/// <summary><c>input * scale + 0.5</c>, with a trainable number that starts as <c>factor</c>.</summary>
[KerasObject("Scale", Package = "corpus")]
internal sealed partial class Scale(double factor = 1) : Layer
{
    private Weight? scale;

    /// <summary>What the scale starts as.</summary>
    [Config]
    public double Factor { get; } = factor;

    /// <inheritdoc/>
    protected override void Build(Shape input) => scale = AddWeight("scale", [input[^1]], new Constant(Factor));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => inputs * Read(scale!) + 0.5;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}

/// <summary>Relu layers of some sizes, then one of 2 units.</summary>
[KerasObject("Hidden")]
internal sealed partial class Hidden : Model
{
    private readonly Dense[] blocks;
    private readonly Dense @out;

    public Hidden(int[] units)
    {
        Units = units;
        blocks = Array.ConvertAll(units, static size => new Dense(size, "relu"));
        @out = new Dense(2);
    }

    /// <summary>The sizes.</summary>
    [Config]
    public int[] Units { get; }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        foreach (var block in blocks) inputs = block.Apply(inputs);
        return @out.Apply(inputs);
    }
}
