using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Where: the indices of all elements that are not zero, in row-major order.</summary>
internal static unsafe class Where
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        var input = inputs[0];
        var found = Find(input) ?? throw new OpException(operation, $"is not defined for {input.DType.Name()}.");
        int rank = input.Rank;
        var indices = EagerTensor.Allocate(DType.Int64, [found.Count, rank]);
        long* target = (long*)indices.Pointer;
        long[] strides = Moves.Strides(input.Shape);
        foreach (long element in found)
        {
            long rest = element;
            foreach (long stride in strides)
            {
                (*target++, rest) = Math.DivRem(rest, stride);
            }
        }
        return [indices];
    }

    private static List<long>? Find(EagerTensor input) => input.DType switch
    {
        DType.Complex64 => NotZero((float*)input.Pointer, input.Shape.ElementCount, 2),
        DType.Complex128 => NotZero((double*)input.Pointer, input.Shape.ElementCount, 2),
        _ => NumberTypes.Run<Search, EagerTensor, List<long>>(input.DType, input),
    };

    private readonly struct Search : INumberAction<EagerTensor, List<long>>
    {
        public List<long> Run<T>(EagerTensor input) where T : unmanaged, IComparable<T>, IEquatable<T> => NotZero((T*)input.Pointer, input.Shape.ElementCount, 1);
    }

    private static List<long> NotZero<T>(T* elements, long count, int parts) where T : unmanaged, IEquatable<T>
    {
        var found = new List<long>();
        for (long i = 0; i < count; i++)
            if (!elements[i * parts].Equals(default) || !elements[i * parts + parts - 1].Equals(default)) found.Add(i);
        return found;
    }
}
