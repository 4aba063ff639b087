using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Red, green, blue to hue, saturation, value, all within [0, 1].</summary>
internal readonly struct RgbToHsv<T> : IPixelFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Pixel<T> Of(Pixel<T> pixel)
    {
        var (r, g, b) = pixel;
        T value = T.Max(r, T.Max(g, b)), range = value - T.Min(r, T.Min(g, b));
        T saturation = value > T.Zero ? range / value : T.Zero;
        return new(Hue(r, g, b, value, range), saturation, value);
    }

    /// <summary>The hue as a part of the circle; 0 for greys.</summary>
    public static T Hue(T r, T g, T b, T value, T range)
    {
        if (!(range > T.Zero)) return T.Zero;
        T unit = T.One / (T.CreateChecked(6) * range);
        T hue = r == value ? unit * (g - b) : g == value ? unit * (b - r) + T.CreateChecked(2.0 / 6) : unit * (r - g) + T.CreateChecked(4.0 / 6);
        return hue < T.Zero ? hue + T.One : hue;
    }
}

/// <summary>Hue, saturation, value to red, green, blue.</summary>
internal readonly struct HsvToRgb<T> : IPixelFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Pixel<T> Of(Pixel<T> pixel)
    {
        var (r, g, b) = Pure(pixel.First * T.CreateChecked(6));
        T grey = T.One - pixel.Second;
        return new((grey + pixel.Second * r) * pixel.Third, (grey + pixel.Second * g) * pixel.Third, (grey + pixel.Second * b) * pixel.Third);
    }

    /// <summary>The colour of a hue in [0, 6] that has no grey in it.</summary>
    public static Pixel<T> Pure(T hue)
    {
        T two = T.CreateChecked(2), three = T.CreateChecked(3), four = T.CreateChecked(4);
        return new(Part(T.Abs(hue - three) - T.One), Part(two - T.Abs(hue - two)), Part(two - T.Abs(hue - four)));
    }

    private static T Part(T x) => T.Clamp(x, T.Zero, T.One);
}

/// <summary>Turns the hue by a part of the circle.</summary>
internal readonly struct TurnHue<T>(T delta) : IPixelFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Pixel<T> Of(Pixel<T> pixel)
    {
        var (r, g, b) = pixel;
        T value = T.Max(r, T.Max(g, b)), least = T.Min(r, T.Min(g, b)), range = value - least;
        T hue = RgbToHsv<T>.Hue(r, g, b, value, range) + delta;
        var pure = HsvToRgb<T>.Pure((hue - T.Floor(hue)) * T.CreateChecked(6));
        return new(least + range * pure.First, least + range * pure.Second, least + range * pure.Third);
    }
}

/// <summary>Multiplies the saturation, up to 1.</summary>
internal readonly struct ScaleSaturation<T>(T scale) : IPixelFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Pixel<T> Of(Pixel<T> pixel)
    {
        var hsv = default(RgbToHsv<T>).Of(pixel);
        return default(HsvToRgb<T>).Of(hsv with { Second = T.Clamp(hsv.Second * scale, T.Zero, T.One) });
    }
}
