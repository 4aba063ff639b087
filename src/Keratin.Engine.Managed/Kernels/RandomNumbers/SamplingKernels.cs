using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Random choices among classes of given log-probabilities.</summary>
internal static unsafe class SamplingKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Multinomial" => new NumericKernel(static binding => Multinomial(binding, PhiloxSource.OpSeeds(binding, Counters(binding)))),
        "StatelessMultinomial" => new NumericKernel(static binding => Multinomial(binding, PhiloxSource.Seeds(binding, 2))),
        _ => null,
    };

    // TensorFlow sets aside 256 counters for each 32-bit number, of which a sample takes two.
    private static ulong Counters(KernelBinding binding)
    {
        var shape = binding.Outputs[0].Shape;
        return checked((ulong)shape[0] * (ulong)((shape[1] + 3) / 4 * 4 * 2) * 256);
    }

    private static KernelBody Multinomial(KernelBinding binding, PhiloxSource source)
    {
        nint batch = (nint)binding.Inputs[0].Shape[0], classes = (nint)binding.Inputs[0].Shape[1], samples = (nint)binding.Outputs[0].Shape[1];
        bool wide = binding.Outputs[0].DType == DType.Int64;
        var dtype = binding.Inputs[0].DType;
        if (!dtype.IsFloating()) throw binding.Error($"logits of {dtype.Name()} can't be sampled; cast them to float32.");
        binding.ScratchBytes = checked((nuint)classes * sizeof(double));
        return (in KernelArgs args) =>
        {
            var stream = source.Take(args);
            var numbers = new PhiloxNumbers(ref stream);
            double* cumulative = (double*)args.Scratch;
            for (nint row = 0; row < batch; row++)
            {
                double total = Accumulate(args.In<byte>(0) + row * classes * dtype.Size(), dtype, classes, cumulative);
                for (nint i = row * samples; i < (row + 1) * samples; i++)
                {
                    nint choice = FirstAbove(cumulative, classes, numbers.NextDouble() * total);
                    if (wide) args.Out<long>(0)[i] = choice; else args.Out<int>(0)[i] = (int)choice;
                }
            }
        };
    }

    /// <summary>Unnormalized probabilities, each added to those before it; what is not finite counts nothing.</summary>
    private static double Accumulate(byte* logits, DType dtype, nint classes, double* cumulative)
    {
        double largest = double.MinValue, total = 0;
        for (nint j = 0; j < classes; j++)
        {
            cumulative[j] = Read(logits, dtype, j);
            if (double.IsFinite(cumulative[j])) largest = Math.Max(largest, cumulative[j]);
        }
        for (nint j = 0; j < classes; j++)
        {
            if (double.IsFinite(cumulative[j])) total += Math.Exp(cumulative[j] - largest);
            cumulative[j] = total;
        }
        return total;
    }

    private static double Read(byte* numbers, DType dtype, nint index) => dtype switch
    {
        DType.Float32 => ((float*)numbers)[index],
        DType.Float64 => ((double*)numbers)[index],
        DType.Half => (double)((Half*)numbers)[index],
        _ => ((BFloat16*)numbers)[index],
    };

    private static nint FirstAbove(double* ascending, nint count, double value)
    {
        nint low = 0, high = count;
        while (low < high)
        {
            nint middle = low + (high - low) / 2;
            if (ascending[middle] > value) high = middle; else low = middle + 1;
        }
        return low;
    }
}
