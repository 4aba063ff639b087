using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Engines;
using Keratin.Operations;

namespace Keratin.Conformance.Vectors;

/// <summary>What a case of the ops group runs: one op, or a few that feed each other through names (<c>i0</c>, <c>n2:1</c>).</summary>
internal sealed class OpProgram
{
    private readonly List<(OpDef Op, Attrs Attrs, (int Node, int Output)[]? Inputs)> nodes = [];
    private readonly List<(int Node, int Output)> results = [];

    public OpProgram(JsonElement @case, Arrays arrays)
    {
        if (@case.Find("nodes") is not { } listed)
        {
            Add(@case, arrays, null);
            return;
        }
        foreach (var node in listed.EnumerateArray())
            Add(node, arrays, node.GetProperty("inputs").EnumerateArray().Select(input => Reference(input.GetString()!)).ToArray());
        foreach (var output in @case.GetProperty("outputs").EnumerateArray()) results.Add(Reference(output.Text("ref")));
    }

    /// <summary>Whether it is one op that keeps its place in a stream of random numbers.</summary>
    public bool ContinuesStream => nodes is [{ Op: { IsStateful: true } op, Inputs: null }] && op.FindAttr("seed2") is not null;

    /// <summary>Runs or, under tracing, records it.</summary>
    public Tensor[] Run(Tensor[] inputs)
    {
        var outputs = new List<Tensor[]>();
        foreach (var (op, attrs, from) in nodes)
            outputs.Add(Ops.Execute(op, from is null ? inputs : Array.ConvertAll(from, at => at.Node < 0 ? inputs[at.Output] : outputs[at.Node][at.Output]), attrs));
        return results.Count == 0 ? outputs[0] : results.ConvertAll(at => outputs[at.Node][at.Output]).ToArray();
    }

    private void Add(JsonElement node, Arrays arrays, (int, int)[]? inputs)
    {
        var op = OpDef.Get(node.Text("op"));
        if (!Engine.Current.Supports(op.Name)) throw new UnsupportedException($"the {Engine.Current.Name} engine has no kernel for {op.Name}");
        nodes.Add((op, node.Find("attrs") is { } attrs ? AttrReader.Read(op, attrs, arrays) : op.NoAttrs, inputs));
    }

    // Inputs are the outputs of node -1.
    private static (int Node, int Output) Reference(string name)
    {
        if (name[0] == 'i') return (-1, int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture));
        var parts = name[1..].Split(':');
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
