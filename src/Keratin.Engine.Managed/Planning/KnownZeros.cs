using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Zeros that are known while planning: gradients of what nothing depends on start with them. Adding them changes nothing.</summary>
internal sealed class KnownZeros
{
    private const long MaxBytes = 1 << 20;

    private readonly Dictionary<(DType, Shape), PlanValue> made = [];
    private readonly Dictionary<EagerTensor, bool> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>What a node gives that makes zeros or adds them; null for all others.</summary>
    public PlanValue? Visit(Node node, PlanValue[] inputs)
    {
        switch (node.Op.Name)
        {
            case "ZerosLike" when inputs[0].IsNumeric && (long)inputs[0].ByteLength <= MaxBytes:
                var key = (inputs[0].DType, inputs[0].Shape);
                if (!made.TryGetValue(key, out var zeros)) made.Add(key, zeros = PlanValue.Known(Tensor.Zeros(key.Shape, key.DType)));
                return zeros;
            case "AddV2" when inputs[0].IsNumeric && inputs[0].Shape == inputs[1].Shape:
                return IsZero(inputs[0]) ? inputs[1] : IsZero(inputs[1]) ? inputs[0] : null;
            default: return null;
        }
    }

    private bool IsZero(PlanValue value)
    {
        if (value.Constant is not { } constant || value.IsVariableMemory || (long)constant.ByteLength > MaxBytes) return false;
        if (!known.TryGetValue(constant, out bool isZero)) known.Add(constant, isZero = constant.Bytes.IndexOfAnyExcept((byte)0) < 0);
        return isZero;
    }
}
