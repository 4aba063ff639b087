using Keratin.Operations;
using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Random orders of a tensor's rows, of any dtype.</summary>
internal static unsafe class ShuffleKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "RandomShuffle" => new ObjectKernel(static (operation, inputs) => [Shuffle(inputs[0], Continued(operation, inputs[0]))]),
        "StatelessShuffle" => new ObjectKernel(static (operation, inputs) => [Shuffle(inputs[0], Keyed(operation, inputs))]),
        _ => null,
    };

    private static Philox Continued(Operation operation, EagerTensor value)
    {
        long numbers = IsOrdered(value) ? 0 : value.Shape[0] - 1;
        return RandomStream.Of(operation).Reserve((ulong)(numbers + 3) / 4);
    }

    private static Philox Keyed(Operation operation, EagerTensor[] inputs)
    {
        if (inputs[1].Shape != [1] || inputs[2].Shape is not { Rank: 1 } counter || counter[0] < 2 || inputs[3].Rank != 0)
            throw new OpException(operation, $"takes a key of 1 number, a counter of 2 and the algorithm; shapes are {inputs[1].Shape}, {inputs[2].Shape}, {inputs[3].Shape}.");
        if (inputs[3].Item<int>() is not (1 or 3) and var algorithm) throw new OpException(operation, $"random algorithm {algorithm} is not known; 1 (Philox) and 3 (automatic) are.");
        return new(inputs[1].Item<ulong>(), inputs[2].AsSpan<ulong>()[0], inputs[2].AsSpan<ulong>()[1]);
    }

    // A row or none has only one order.
    private static bool IsOrdered(EagerTensor value) => value.Rank == 0 || value.Shape[0] <= 1 || value.Shape.ElementCount <= 1;

    private static EagerTensor Shuffle(EagerTensor value, Philox stream)
    {
        if (IsOrdered(value)) return value;
        int[] order = Permutation(checked((int)value.Shape[0]), stream);
        int row = checked((int)(value.Shape.ElementCount / order.Length));
        if (value.DType.IsObject())
        {
            var shuffled = new object[value.Objects.Length];
            for (int i = 0; i < order.Length; i++) value.Objects.Slice(order[i] * row, row).CopyTo(shuffled.AsSpan(i * row));
            return new(value.DType, value.Shape, shuffled);
        }
        var result = EagerTensor.Allocate(value.DType, value.Shape);
        nint bytes = (nint)row * value.DType.Size();
        for (nint i = 0; i < order.Length; i++)
            Buffer.MemoryCopy((byte*)value.Pointer + order[i] * bytes, (byte*)result.Pointer + i * bytes, bytes, bytes);
        GC.KeepAlive(value);
        return result;
    }

    private static int[] Permutation(int count, Philox stream)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        var numbers = new PhiloxNumbers(ref stream);
        for (int i = 0; i < count - 1; i++)
        {
            int other = i + (int)(numbers.Next() % (uint)(count - i));
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }
}
