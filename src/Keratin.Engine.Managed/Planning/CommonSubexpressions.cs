using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Finds nodes that compute the same: same op, same attributes, same inputs. Only for ops without state.</summary>
internal sealed class CommonSubexpressions
{
    private readonly Dictionary<Expression, PlanValue[]> known = [];

    /// <summary>The outputs of an equal node that came before.</summary>
    public PlanValue[]? Find(Node node, PlanValue[] inputs) => known.GetValueOrDefault(new(node, inputs));

    public void Add(Node node, PlanValue[] inputs, PlanValue[] outputs) => known.Add(new(node, inputs), outputs);

    private readonly struct Expression(Node node, PlanValue[] inputs) : IEquatable<Expression>
    {
        private readonly Node node = node;
        private readonly PlanValue[] inputs = inputs;

        public bool Equals(Expression other)
        {
            if (node.Op != other.node.Op || inputs.Length != other.inputs.Length || node.Outputs.Length != other.node.Outputs.Length) return false;
            for (int i = 0; i < inputs.Length; i++)
                if (!Same(inputs[i], other.inputs[i])) return false;
            for (int i = 0; i < node.Outputs.Length; i++)
                if (node.Outputs[i].DType != other.node.Outputs[i].DType) return false;
            return Same(node.Attrs, other.node.Attrs);
        }

        public override bool Equals(object? obj) => obj is Expression other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(node.Op);
            foreach (var input in inputs) hash.Add(input.Constant is { } value ? value.Shape.GetHashCode() : input.Storage.GetHashCode());
            return hash.ToHashCode();
        }

        // Constants differ as objects but may hold the same; only small ones are worth a look. Views of one memory differ by shape.
        private static bool Same(PlanValue left, PlanValue right)
        {
            if (ReferenceEquals(left, right)) return true;
            if (left.DType != right.DType || left.Shape != right.Shape) return false;
            if (left.Storage == right.Storage) return true;
            return left is { IsNumeric: true, IsVariableMemory: false, Constant: { ByteLength: <= 256 } a } && right is { IsVariableMemory: false, Constant: { } b } && a.Bytes.SequenceEqual(b.Bytes);
        }

        private static bool Same(Attrs left, Attrs right)
        {
            if (ReferenceEquals(left, right)) return true;
            if (left.Given.Length != right.Given.Length) return false;
            foreach (var (name, value) in left.Given)
                if (!right.TryGet(name, out var other) || !Same(value, other)) return false;
            return true;
        }

        private static bool Same(AttrValue left, AttrValue right) => left.Kind == right.Kind && left.Kind switch
        {
            AttrKind.None => true,
            AttrKind.Int => left.Int == right.Int,
            AttrKind.Float => left.Float.Equals(right.Float),
            AttrKind.Bool => left.Bool == right.Bool,
            AttrKind.Type => left.Type == right.Type,
            AttrKind.String => left.Bytes.AsSpan().SequenceEqual(right.Bytes),
            AttrKind.Shape => left.Shape == right.Shape,
            AttrKind.Ints => left.Ints.AsSpan().SequenceEqual(right.Ints),
            AttrKind.Floats => left.Floats.AsSpan().SequenceEqual(right.Floats),
            AttrKind.Bools => left.Bools.AsSpan().SequenceEqual(right.Bools),
            AttrKind.Types => left.Types.AsSpan().SequenceEqual(right.Types),
            _ => ReferenceEquals(left.List, right.List) && left.List is not null,
        };
    }
}
