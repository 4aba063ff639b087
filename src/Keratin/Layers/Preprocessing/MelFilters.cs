namespace Keratin.Layers;

/// <summary>What a spectrogram of pitches is made with: windows of frames, and triangles over frequencies on the mel scale, where equal steps sound equally far.</summary>
internal static class MelFilters
{
    /// <summary>A periodic window in the middle of a frame of zeros.</summary>
    public static double[] Window(string name, int length, int frame)
    {
        double offset = name switch
        {
            "hann" => 0.5,
            "hamming" => 0.54,
            _ => throw new ArgumentException($"'{name}' is no window of a spectrogram; use hann or hamming.", nameof(name)),
        };
        var window = new double[frame];
        for (int i = 0; i < length; i++) window[(frame - length) / 2 + i] = offset - (1 - offset) * Math.Cos(2 * Math.PI * i / length);
        return window;
    }

    /// <summary>How much each frequency counts for each pitch, row by row; the constant part counts for none.</summary>
    public static double[] Matrix(int pitches, int frequencies, double samplingRate, double low, double high)
    {
        double lowest = Mel(low), step = (Mel(high) - lowest) / (pitches + 1);
        var matrix = new double[frequencies * pitches];
        for (int row = 1; row < frequencies; row++)
        {
            double mel = Mel(samplingRate / 2 * row / (frequencies - 1));
            for (int pitch = 0; pitch < pitches; pitch++)
            {
                double centre = lowest + step * (pitch + 1);
                matrix[row * pitches + pitch] = Math.Max(0, 1 - Math.Abs(mel - centre) / step);
            }
        }
        return matrix;
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + hertz / 700);
}
