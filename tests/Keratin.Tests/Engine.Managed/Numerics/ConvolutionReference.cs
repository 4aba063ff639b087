using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>The definition of a convolution, from which its passes follow.</summary>
internal static class ConvolutionReference
{
    /// <summary>Visits the places in input, filter and output of every product that a convolution sums.</summary>
    public static void Visit(ConvolutionShape s, Action<int, int, int> product)
    {
        for (int b = 0; b < s.Batch; b++)
        {
            foreach ((int d, int h, int w) in Places(s.Output))
            {
                foreach ((int kd, int kh, int kw) in Places(s.Kernel))
                {
                    int id = (d * s.Strides.Depth) + (kd * s.Dilations.Depth) - s.Padding.Depth;
                    int ih = (h * s.Strides.Height) + (kh * s.Dilations.Height) - s.Padding.Height;
                    int iw = (w * s.Strides.Width) + (kw * s.Dilations.Width) - s.Padding.Width;
                    if (id < 0 || id >= s.Input.Depth || ih < 0 || ih >= s.Input.Height || iw < 0 || iw >= s.Input.Width)
                    {
                        continue;
                    }

                    int x = ((((((b * s.Input.Depth) + id) * s.Input.Height) + ih) * s.Input.Width) + iw) * s.InChannels;
                    int y = ((((((b * s.Output.Depth) + d) * s.Output.Height) + h) * s.Output.Width) + w) * s.OutChannels;
                    int f = ((((kd * s.Kernel.Height) + kh) * s.Kernel.Width) + kw) * s.GroupIn;
                    for (int o = 0; o < s.OutChannels; o++)
                    {
                        for (int c = 0; c < s.GroupIn; c++)
                        {
                            product(x + (o / s.GroupOut * s.GroupIn) + c, ((f + c) * s.OutChannels) + o, y + o);
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(int D, int H, int W)> Places(Extent extent)
    {
        for (int d = 0; d < extent.Depth; d++)
        {
            for (int h = 0; h < extent.Height; h++)
            {
                for (int w = 0; w < extent.Width; w++)
                {
                    yield return (d, h, w);
                }
            }
        }
    }
}
