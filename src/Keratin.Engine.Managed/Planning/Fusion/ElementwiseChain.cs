using Keratin.Engines.Managed.Kernels;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>Makes one step of elementwise steps of one result shape. Its operands are numbered: the step's inputs, its outputs, then temporaries of a block.</summary>
internal sealed class ElementwiseChain
{
    private readonly List<PlanNode> members;
    private readonly List<PlanValue> inputs = [];
    private readonly List<PlanValue> outputs = [];
    private readonly int[] lastUse;
    private readonly List<int> idle = [];
    private int temporaries;

    private ElementwiseChain(List<PlanNode> members, Func<PlanNode, bool> escapes)
    {
        this.members = WithoutCopies(members, escapes);
        foreach (var member in this.members)
            if (member.Outputs[0].IsVariable || escapes(member)) outputs.Add(member.Outputs[0]);
        members = this.members;
        lastUse = new int[members.Count];
        for (int i = 0; i < members.Count; i++)
        {
            foreach (var input in members[i].Inputs)
            {
                int producer = Producer(input, i);
                if (producer >= 0) lastUse[producer] = i;
                else if (InputIndex(input) < 0) inputs.Add(input);
            }
        }
    }

    /// <summary>The joined step. <paramref name="escapes"/> says whether a member's output is needed outside.</summary>
    public static PlanNode Node(List<PlanNode> members, Func<PlanNode, bool> escapes)
    {
        var chain = new ElementwiseChain(members, escapes);
        PlanValue[] inputs = [.. chain.inputs], outputs = [.. chain.outputs];
        return new PlanNode(members[^1].Operation, new NumericKernel(chain.Bind), inputs, outputs)
        {
            Label = string.Join('+', members),
            MayShare = chain.MayShare,
            IsInvariant = members[0].IsInvariant,
        };
    }

    /// <summary>Lets what is assigned to a variable be computed into its memory.</summary>
    private static List<PlanNode> WithoutCopies(List<PlanNode> members, Func<PlanNode, bool> escapes)
    {
        var kept = new List<PlanNode>(members);
        foreach (var copy in members)
        {
            if (copy is not { Label: "AssignVariableOp", Inputs: [var value], Outputs: [var target] }) continue;
            int maker = kept.FindIndex(member => member.Outputs[0].Storage.Root == value.Storage.Root), at = kept.IndexOf(copy);
            if (maker < 0 || escapes(kept[maker]) || kept.Exists(member => member != copy && member.Outputs[0].Storage.Root == target.Storage.Root)) continue;
            // The old value must not be needed once the new one is made.
            if (kept[(maker + 1)..at].Exists(member => Array.Exists(member.Inputs, input => input.Storage.Root == target.Storage.Root))) continue;
            value.Storage.Root.MergeInto(target.Storage.Root);
            kept.RemoveAt(at);
        }
        return kept;
    }

    private KernelBody Bind(KernelBinding binding)
    {
        var operations = new BlockOperation[members.Count];
        var places = new int[members.Count];
        for (int i = 0; i < operations.Length; i++)
        {
            var member = members[i];
            var own = new KernelBinding(member.Operation, Array.ConvertAll(member.Inputs, static input => input.Spec), [member.Outputs[0].Spec], Array.ConvertAll(member.Inputs, static input => input.Constant));
            var code = ((ElementwiseKernel)member.Kernel).Code(own);
            var operands = new int[member.Inputs.Length];
            for (int k = 0; k < operands.Length; k++)
                operands[k] = Producer(member.Inputs[k], i) is >= 0 and var producer ? places[producer] : InputIndex(member.Inputs[k]);
            places[i] = Place(i, places);
            operations[i] = new(code, operands, places[i], member.Outputs[0].DType.Size());
        }
        return BlockProgram.Bind(binding, operations, temporaries);
    }

    /// <summary>The operand that a member writes: an output of the step, or a temporary that is idle.</summary>
    private int Place(int member, int[] places)
    {
        int firstTemporary = inputs.Count + outputs.Count;
        // What is read for the last time here may be overwritten: code bears that from an input with elements of the same size.
        for (int i = 0; i < member; i++)
            if (lastUse[i] == member && places[i] >= firstTemporary && members[i].Outputs[0].DType.Size() == members[member].Outputs[0].DType.Size()) Release(places[i]);
        int place = outputs.IndexOf(members[member].Outputs[0]);
        if (place >= 0) place += inputs.Count;
        else if (idle.Count > 0)
        {
            place = idle[^1];
            idle.RemoveAt(idle.Count - 1);
        }
        else place = firstTemporary + temporaries++;
        for (int i = 0; i < member; i++)
            if (lastUse[i] == member && places[i] >= firstTemporary && places[i] != place) Release(places[i]);
        return place;

        void Release(int temporary)
        {
            if (!idle.Contains(temporary)) idle.Add(temporary);
        }
    }

    /// <summary>An output may overwrite an input that no member reads after the one that writes it.</summary>
    private bool MayShare(int output, int input)
    {
        if (inputs[input].Shape.ElementCount != outputs[output].Shape.ElementCount || inputs[input].DType.Size() != outputs[output].DType.Size()) return false;
        int writer = members.FindIndex(member => member.Outputs[0] == outputs[output]);
        int reader = members.FindLastIndex(member => Array.Exists(member.Inputs, value => Same(value, inputs[input])));
        return reader <= writer;
    }

    /// <summary>The member before <paramref name="member"/> that computes a value; -1 if it comes from outside.</summary>
    private int Producer(PlanValue value, int member)
    {
        for (int i = member - 1; i >= 0; i--)
            if (members[i].Outputs[0].Storage.Root == value.Storage.Root) return i;
        return -1;
    }

    private int InputIndex(PlanValue value) => inputs.FindIndex(input => Same(input, value));

    private static bool Same(PlanValue left, PlanValue right) => left.Storage.Root == right.Storage.Root && left.Shape == right.Shape && left.DType == right.DType;
}
