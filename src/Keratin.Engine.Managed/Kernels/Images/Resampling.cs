using System.Numerics.Tensors;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Resamples images (batch, height, width, channels) along height and width, and takes gradients back the same way.</summary>
internal sealed unsafe class Resampling(int batch, AxisTaps rows, AxisTaps columns, int channels)
{
    private AxisTaps Rows => rows;

    private readonly int inputRow = checked(columns.Inputs * channels);
    private readonly int outputRow = checked(columns.Outputs * channels);

    /// <summary>y = the resampled x.</summary>
    public void Forward(float* x, float* y) => WorkerPool.For(checked(batch * rows.Outputs), 1, new ForwardBody(this, x, y));

    /// <summary>dx from dy.</summary>
    public void Backward(float* dy, float* dx) => WorkerPool.For(batch, 1, new BackwardBody(this, dy, dx));

    private void Resample(float* row, float* output)
    {
        for (int i = 0; i < columns.Outputs; i++)
        {
            var target = new Span<float>(output + ((nint)i * channels), channels);
            target.Clear();
            for (int tap = i * columns.PerOutput; tap < (i + 1) * columns.PerOutput; tap++)
                Add(new(row + ((nint)columns.Sources[tap] * channels), channels), columns.Weights[tap], target);
        }
    }

    private void TakeBack(float* output, float* row)
    {
        for (int i = 0; i < columns.Outputs; i++)
            for (int tap = i * columns.PerOutput; tap < (i + 1) * columns.PerOutput; tap++)
                Add(new(output + ((nint)i * channels), channels), columns.Weights[tap], new Span<float>(row + ((nint)columns.Sources[tap] * channels), channels));
    }

    private static void Add(ReadOnlySpan<float> source, float weight, Span<float> target)
    {
        // A weight of 0 leaves out what may not be a number.
        if (weight == 0) return;
        if (source.Length >= 8) TensorPrimitives.MultiplyAdd(source, weight, target, target);
        else for (int i = 0; i < target.Length; i++) target[i] += source[i] * weight;
    }

    /// <summary>An item is a row of an output: its sources are joined to one row, which is then resampled.</summary>
    private readonly struct ForwardBody(Resampling owner, float* x, float* y) : IParallelBody
    {
        private readonly float* x = x;
        private readonly float* y = y;

        public void Run(int start, int end)
        {
            var rows = owner.Rows;
            using Scratch scratch = Scratch.Rent<float>(owner.inputRow);
            float* joined = (float*)scratch.Pointer;
            for (int i = start; i < end; i++)
            {
                var (image, row) = (i / rows.Outputs, i % rows.Outputs);
                new Span<float>(joined, owner.inputRow).Clear();
                for (int tap = row * rows.PerOutput; tap < (row + 1) * rows.PerOutput; tap++)
                    Add(new(x + (((nint)image * rows.Inputs) + rows.Sources[tap]) * owner.inputRow, owner.inputRow), rows.Weights[tap], new Span<float>(joined, owner.inputRow));
                owner.Resample(joined, y + ((nint)i * owner.outputRow));
            }
        }
    }

    /// <summary>An item is an image.</summary>
    private readonly struct BackwardBody(Resampling owner, float* dy, float* dx) : IParallelBody
    {
        private readonly float* dy = dy;
        private readonly float* dx = dx;

        public void Run(int start, int end)
        {
            var rows = owner.Rows;
            using Scratch scratch = Scratch.Rent<float>(owner.inputRow);
            var joined = new Span<float>(scratch.Pointer, owner.inputRow);
            for (nint image = start; image < end; image++)
            {
                float* target = dx + (image * rows.Inputs * owner.inputRow);
                new Span<float>(target, checked(rows.Inputs * owner.inputRow)).Clear();
                for (int row = 0; row < rows.Outputs; row++)
                {
                    joined.Clear();
                    owner.TakeBack(dy + (((image * rows.Outputs) + row) * owner.outputRow), (float*)scratch.Pointer);
                    for (int tap = row * rows.PerOutput; tap < (row + 1) * rows.PerOutput; tap++)
                        Add(joined, rows.Weights[tap], new Span<float>(target + ((nint)rows.Sources[tap] * owner.inputRow), owner.inputRow));
                }
            }
        }
    }
}
