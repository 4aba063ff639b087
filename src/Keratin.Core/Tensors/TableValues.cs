namespace Keratin;

/// <summary>The values of a lookup table by their places: the bytes of numbers, or objects.</summary>
internal sealed unsafe class TableValues(DType dtype, Shape shape)
{
    private readonly int each = checked((int)shape.ElementCount);
    private readonly int bytesEach = checked((int)shape.ElementCount * dtype.Size());
    private readonly List<object> objects = [];
    private byte[] bytes = [];
    private int count;

    private bool AreObjects => dtype.IsObject();

    public void Clear()
    {
        objects.Clear();
        count = 0;
    }

    public void Append(EagerTensor values, int index)
    {
        if (AreObjects) objects.AddRange(values.Objects.Slice(index * each, each));
        else
        {
            if (bytes.Length < (count + 1) * (long)bytesEach) Array.Resize(ref bytes, checked((int)Math.Max(64, 2L * (count + 1) * bytesEach)));
            Of(values, index).CopyTo(At(count));
        }
        count++;
    }

    public void Set(int place, EagerTensor values, int index)
    {
        if (!AreObjects) Of(values, index).CopyTo(At(place));
        else for (int i = 0; i < each; i++) objects[place * each + i] = values.Objects[index * each + i];
    }

    public bool AreEqual(int place, EagerTensor values, int index)
    {
        if (!AreObjects) return Of(values, index).SequenceEqual(At(place));
        for (int i = 0; i < each; i++)
            if (!((byte[])objects[place * each + i]).AsSpan().SequenceEqual((byte[])values.Objects[index * each + i])) return false;
        return true;
    }

    /// <summary>Moves the last value to a place and forgets where it was.</summary>
    public void MoveLast(int place)
    {
        count--;
        if (!AreObjects)
        {
            if (place != count) At(count).CopyTo(At(place));
            return;
        }
        for (int i = 0; i < each; i++) objects[place * each + i] = objects[count * each + i];
        objects.RemoveRange(count * each, each);
    }

    /// <summary>The values at places; where a place is below 0, the default.</summary>
    public EagerTensor Take(int[] places, Shape result, EagerTensor missing, bool oneForAll)
    {
        if (AreObjects)
        {
            var taken = new object[places.Length * each];
            for (int i = 0; i < places.Length; i++)
                for (int j = 0; j < each; j++) taken[i * each + j] = places[i] >= 0 ? objects[places[i] * each + j] : missing.Objects[oneForAll ? j : i * each + j];
            return new EagerTensor(dtype, result, taken);
        }
        var tensor = EagerTensor.Allocate(dtype, result);
        for (int i = 0; i < places.Length; i++)
            (places[i] >= 0 ? At(places[i]) : Of(missing, oneForAll ? 0 : i)).CopyTo(new Span<byte>((byte*)tensor.Pointer + (long)i * bytesEach, bytesEach));
        return tensor;
    }

    /// <summary>All values in their order.</summary>
    public EagerTensor ToTensor()
    {
        var all = new int[count];
        for (int i = 0; i < count; i++) all[i] = i;
        return Take(all, shape.Prepend(count), Tensor.Zeros(Shape.Scalar, DType.Int32), oneForAll: true);
    }

    private Span<byte> At(int place) => bytes.AsSpan(checked(place * bytesEach), bytesEach);

    private Span<byte> Of(EagerTensor values, int index) => new((byte*)values.Pointer + (long)index * bytesEach, bytesEach);
}
