namespace Keratin.Layers;

/// <summary>Which inputs each output of a locally connected layer sees, as tables that are made once, when they are first needed.</summary>
internal sealed class LocalWindows
{
    private readonly Shape input, output;
    private readonly DataFormat format;
    private readonly int channels, filters;
    private readonly IEnumerable<(int Output, int Input)> places;
    private EagerTensor? patches, sparseIndices;
    private long[]? connections;

    // A table of more has more than 128 MiB; a config may ask for any size.
    private const long MostEntries = 1 << 24;

    public LocalWindows(Shape input, Shape output, Sizes window, Sizes strides, Padding padding, DataFormat format, int channels, int filters)
    {
        (this.input, this.output, this.format, this.channels, this.filters) = (input, output, format, channels, filters);
        OutputPlaces = checked((int)output.ElementCount);
        WindowLength = 1;
        foreach (int size in window.Values) WindowLength = checked(WindowLength * size);
        Limit((long)OutputPlaces * WindowLength, channels);
        places = PlacesSeen(window, strides, padding);
    }

    /// <summary>The number of places of the output.</summary>
    public int OutputPlaces { get; }

    /// <summary>The number of input places that an output sees away from the border.</summary>
    public int WindowLength { get; }

    /// <summary>The flat inputs that each output place sees, (places, window · channels); without padding.</summary>
    public EagerTensor Patches => patches ??= MakePatches();

    /// <summary>Pairs of flat output and flat input that are connected, in order.</summary>
    public long[] Connections => connections ??= MakeConnections();

    /// <summary><see cref="Connections"/> as the indices of a sparse matrix.</summary>
    public EagerTensor SparseIndices => sparseIndices ??= Tensor.From(Connections, [Connections.Length / 2, 2]);

    /// <summary>1 where the dense kernel connects an input and an output, 0 elsewhere.</summary>
    public Tensor Mask(Tensor kernel)
    {
        long outputs = output.ElementCount * filters;
        var mask = new double[kernel.Shape.ElementCount];
        for (int i = 0; i < Connections.Length; i += 2) mask[Connections[i + 1] * outputs + Connections[i]] = 1;
        return Initializers.HostTensor.From(mask, kernel.Shape, kernel.DType);
    }

    private IEnumerable<(int, int)> PlacesSeen(Sizes window, Sizes strides, Padding padding)
    {
        for (int place = 0; place < OutputPlaces; place++)
        {
            var seen = new List<int> { 0 };
            int rest = place, divisor = OutputPlaces;
            for (int axis = 0; axis < output.Rank; axis++)
            {
                divisor /= (int)output[axis];
                int start = rest / divisor * strides[axis] - (padding == Padding.Valid ? 0 : window[axis] / 2);
                rest %= divisor;
                int from = Math.Max(start, 0), to = (int)Math.Min(start + window[axis], input[axis]), size = (int)input[axis];
                seen = [.. seen.SelectMany(_ => Enumerable.Range(from, to - from), (before, at) => before * size + at)];
            }
            foreach (int at in seen) yield return (place, at);
        }
    }

    private int Flat(int place, int channel, int channelCount, int placeCount) => format == DataFormat.ChannelsLast ? place * channelCount + channel : channel * placeCount + place;

    private static void Limit(long count, long times)
    {
        if (count > MostEntries || times > MostEntries || count * times > MostEntries)
            throw new ArgumentException($"A locally connected layer of {count:N0} · {times:N0} connections is too large; {MostEntries:N0} is the most.");
    }

    private EagerTensor MakePatches()
    {
        int count = (int)input.ElementCount;
        var patches = new int[OutputPlaces, WindowLength * channels];
        int at = 0;
        foreach (var (to, from) in places)
        {
            for (int channel = 0; channel < channels; channel++)
                patches[to, Flat(at, channel, channels, WindowLength)] = Flat(from, channel, channels, count);
            if (++at == WindowLength) at = 0;
        }
        return Tensor.From(patches);
    }

    private long[] MakeConnections()
    {
        int inputs = (int)input.ElementCount;
        Limit((long)OutputPlaces * WindowLength, (long)channels * filters);
        var pairs = new List<(long Output, long Input)>();
        foreach (var (to, from) in places)
            for (int channel = 0; channel < channels; channel++)
                for (int filter = 0; filter < filters; filter++)
                    pairs.Add((Flat(to, filter, filters, OutputPlaces), Flat(from, channel, channels, inputs)));
        pairs.Sort();
        return [.. pairs.SelectMany(static pair => new[] { pair.Output, pair.Input })];
    }
}
