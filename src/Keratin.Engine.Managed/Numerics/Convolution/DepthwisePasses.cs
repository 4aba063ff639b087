namespace Keratin.Engines.Managed.Numerics;

/// <summary>The passes of <see cref="Depthwise"/>. With a multiplier above 1, each of its m is done like a convolution of its own.</summary>
internal static unsafe class DepthwisePasses<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public static void Forward(in ConvolutionShape shape, T* x, T* filter, T* y, in Epilogue<T> epilogue)
    {
        nint channels = shape.InChannels, multiplier = shape.GroupOut, pixels = (nint)shape.Batch * shape.Output.Volume;
        using Scratch memory = Scratch.Rent<int>(3 * shape.Kernel.Volume);
        Taps taps = Taps.Forward(shape, (int*)memory.Pointer, runs: false);
        DepthwiseTaps<V, T> pass = new()
        {
            Batch = shape.Batch,
            Images = new() { Data = x, Size = shape.Input, Channels = channels, Taps = taps },
            Output = shape.Output,
        };
        SetStrides(ref pass, shape.Output, Extent.One, channels);
        if (multiplier == 1)
        {
            pass.Filter = filter;
            pass.Target = y;
            pass.Epilogue = epilogue;
            pass.Run();
            return;
        }

        using Scratch parts = Scratch.Rent<T>(channels * (pixels + taps.Count + 1));
        T* result = (T*)parts.Pointer, bias = result + (channels * pixels);
        pass.Filter = bias + channels;
        pass.Target = result;
        for (nint m = 0; m < multiplier; m++)
        {
            Interleaving.Take(filter + m, multiplier, channels * taps.Count, pass.Filter);
            if (epilogue.Bias != null)
            {
                Interleaving.Take(epilogue.Bias + m, multiplier, channels, bias);
            }

            pass.Epilogue = new(epilogue.Bias == null ? null : bias, epilogue.Activation, epilogue.Alpha);
            pass.Run();
            Interleaving.Put(result, channels * pixels, y + m, multiplier);
        }
    }

    public static void BackwardInput(in ConvolutionShape shape, T* dy, T* filter, T* dx)
    {
        nint channels = shape.InChannels, multiplier = shape.GroupOut, pixels = (nint)shape.Batch * shape.Output.Volume;
        using Scratch memory = Scratch.Rent<int>(4 * shape.Kernel.Volume);
        using Scratch parts = Scratch.Rent<T>(channels * ((multiplier == 1 ? 0 : pixels) + shape.Kernel.Volume));
        T* weights = (T*)parts.Pointer, gradient = multiplier == 1 ? dy : weights + (channels * shape.Kernel.Volume);
        for (nint m = 0; m < multiplier; m++)
        {
            if (multiplier > 1)
            {
                Interleaving.Take(dy + m, multiplier, channels * pixels, gradient);
            }

            for (int i = 0; i < Phases.Count(shape); i++)
            {
                Extent phase = Phases.At(shape, i);
                Taps taps = Phases.Taps(shape, phase, (int*)memory.Pointer, out int kernels, out int* sources, runs: false);
                for (int k = 0; k < kernels; k++)
                {
                    Interleaving.Take(filter + (sources[k] * channels * multiplier) + m, multiplier, channels, weights + (k * channels));
                }

                DepthwiseTaps<V, T> pass = new()
                {
                    Batch = shape.Batch,
                    Images = new() { Data = gradient, Size = shape.Output, Channels = channels, Taps = taps },
                    Filter = weights,
                    Output = Phases.Size(shape, phase),
                    Accumulate = m > 0,
                };
                SetStrides(ref pass, shape.Input, shape.Strides, channels);
                pass.Target = dx + (((((nint)phase.Depth * shape.Input.Height) + phase.Height) * shape.Input.Width) + phase.Width) * channels;
                pass.Run();
            }
        }
    }

    public static void BackwardFilter(in ConvolutionShape shape, T* x, T* dy, T* dfilter)
    {
        nint channels = shape.InChannels, multiplier = shape.GroupOut, pixels = (nint)shape.Batch * shape.Output.Volume;
        using Scratch memory = Scratch.Rent<int>(3 * shape.Kernel.Volume);
        Taps taps = Taps.Forward(shape, (int*)memory.Pointer, runs: false);
        DepthwiseFilterGradient<V, T> pass = new()
        {
            Batch = shape.Batch,
            Images = new() { Data = x, Size = shape.Input, Channels = channels, Taps = taps },
            Output = shape.Output,
            Dy = dy,
            Target = dfilter,
        };
        if (multiplier == 1)
        {
            pass.Run();
            return;
        }

        using Scratch parts = Scratch.Rent<T>(channels * (pixels + taps.Count));
        pass.Dy = (T*)parts.Pointer;
        pass.Target = pass.Dy + (channels * pixels);
        for (nint m = 0; m < multiplier; m++)
        {
            Interleaving.Take(dy + m, multiplier, channels * pixels, pass.Dy);
            pass.Run();
            Interleaving.Put(pass.Target, channels * taps.Count, dfilter + m, multiplier);
        }
    }

    private static void SetStrides(ref DepthwiseTaps<V, T> pass, Extent size, Extent strides, nint channels)
    {
        pass.PixelStride = strides.Width * channels;
        pass.RowStride = strides.Height * size.Width * channels;
        pass.PlaneStride = strides.Depth * size.Height * size.Width * channels;
        pass.ImageStride = size.Volume * channels;
    }
}
