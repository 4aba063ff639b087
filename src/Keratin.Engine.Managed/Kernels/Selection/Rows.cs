namespace Keratin.Engines.Managed.Kernels;

/// <summary>The rows of a tensor as keys of a dictionary: equal where all their elements are.</summary>
internal abstract class Rows : IEqualityComparer<int>
{
    /// <summary>The rows along the first axis of numbers or strings.</summary>
    public static Rows Of(EagerTensor tensor)
    {
        int length = checked((int)tensor.Shape[1..].ElementCount);
        if (tensor.DType == DType.String) return new Strings(tensor, length);
        return NumberTypes.Run<Make, (EagerTensor, int), Rows>(tensor.DType, (tensor, length)) ?? throw new ArgumentException($"Elements of {tensor.DType.Name()} can't be told apart.");
    }

    public abstract bool Equals(int x, int y);

    public abstract int GetHashCode(int row);

    private readonly struct Make : INumberAction<(EagerTensor, int), Rows>
    {
        public Rows Run<T>((EagerTensor, int) argument) where T : unmanaged, IComparable<T>, IEquatable<T> => new Numbers<T>(argument.Item1, argument.Item2);
    }

    private sealed unsafe class Numbers<T>(EagerTensor tensor, int length) : Rows where T : unmanaged, IComparable<T>, IEquatable<T>
    {
        private readonly EagerTensor tensor = tensor;

        private ReadOnlySpan<T> Row(int row) => new((T*)tensor.Pointer + (long)row * length, length);

        // A NaN equals nothing, itself included; .NET's Equals says otherwise.
        public override bool Equals(int x, int y) => Row(x).SequenceEqual(Row(y)) && !HasNaN(Row(x));

        public override int GetHashCode(int row)
        {
            if (length == 1) return Row(row)[0].GetHashCode();
            var hash = new HashCode();
            foreach (var element in Row(row)) hash.Add(element);
            return hash.ToHashCode();
        }

        private static bool HasNaN(ReadOnlySpan<T> row)
        {
            foreach (var element in row)
                if (element is float.NaN or double.NaN || (element is Half half && Half.IsNaN(half)) || (element is BFloat16 narrow && float.IsNaN(narrow))) return true;
            return false;
        }
    }

    private sealed class Strings(EagerTensor tensor, int length) : Rows
    {
        private byte[] Element(int row, int index) => (byte[])tensor.Objects[row * length + index];

        public override bool Equals(int x, int y)
        {
            for (int i = 0; i < length; i++)
                if (!Element(x, i).AsSpan().SequenceEqual(Element(y, i))) return false;
            return true;
        }

        public override int GetHashCode(int row)
        {
            var hash = new HashCode();
            for (int i = 0; i < length; i++) hash.AddBytes(Element(row, i));
            return hash.ToHashCode();
        }
    }
}
