using System.Numerics;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// The loss −log p(labels | inputs) and its gradient, by the forward and backward variables of Graves (2012), chapter 7.3,
/// as logarithms. An item is a sequence of the batch.
/// </summary>
internal readonly unsafe struct CtcLossBody<T>(CtcRules rules, int batch, T* inputs, int* offsets, int* labels, int* lengths, T* losses, T* gradients) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* inputs = inputs;
    private readonly int* offsets = offsets;
    private readonly int* labels = labels;
    private readonly int* lengths = lengths;
    private readonly T* losses = losses;
    private readonly T* gradients = gradients;

    public void Run(int start, int end)
    {
        for (int b = start; b < end; b++)
        {
            var own = new ReadOnlySpan<int>(labels + offsets[b], offsets[b + 1] - offsets[b]);
            if (lengths[b] > 0 && own.Length <= lengths[b]) Sequence(b, own, lengths[b]);
        }
    }

    private void Sequence(int b, ReadOnlySpan<int> own, int times)
    {
        int most = (2 * own.Length) + 1, classes = rules.Classes;
        using Scratch path = Scratch.Rent<int>(most);
        using Scratch memory = Scratch.Rent<double>(((nint)times * classes) + (2 * (nint)times * most) + classes);
        int count = rules.WithBlanks(own, new(path.Pointer, most));
        double* probabilities = (double*)memory.Pointer, forward = probabilities + ((nint)times * classes), backward = forward + ((nint)times * most);
        Softmax(b, times, probabilities);
        var lattice = new Lattice((int*)path.Pointer, count, times, classes, probabilities, rules);
        lattice.Forward(forward);
        lattice.Backward(backward);

        double total = double.NegativeInfinity;
        for (int u = 0; u < count; u++) total = LogSum(total, forward[u] + backward[u]);
        losses[b] = T.CreateChecked(-total);
        Gradient(b, lattice, forward, backward, total, backward + ((nint)times * most));
    }

    private void Softmax(int b, int times, double* probabilities)
    {
        int classes = rules.Classes;
        for (nint t = 0; t < times; t++)
        {
            T* row = inputs + (((t * batch) + b) * classes);
            double largest = double.NegativeInfinity, sum = 0;
            for (int c = 0; c < classes; c++) largest = Math.Max(largest, double.CreateChecked(row[c]));
            for (int c = 0; c < classes; c++) sum += probabilities[(t * classes) + c] = Math.Exp(double.CreateChecked(row[c]) - largest);
            for (int c = 0; c < classes; c++) probabilities[(t * classes) + c] /= sum;
        }
    }

    /// <summary>The probability of each class, less its share in the paths that spell the labels; if none does, the probability.</summary>
    private void Gradient(int b, in Lattice lattice, double* forward, double* backward, double total, double* shares)
    {
        int classes = rules.Classes;
        for (nint t = 0; t < lattice.Times; t++)
        {
            new Span<double>(shares, classes).Fill(double.NegativeInfinity);
            for (nint u = 0; u < lattice.Count; u++)
            {
                double* share = shares + lattice.Path[u];
                *share = LogSum(*share, forward[(t * lattice.Count) + u] + backward[(t * lattice.Count) + u]);
            }
            T* row = gradients + (((t * batch) + b) * classes);
            for (int c = 0; c < classes; c++)
            {
                double share = double.IsNegativeInfinity(total) ? 0 : Math.Exp(shares[c] - total);
                row[c] = T.CreateChecked(lattice.Probabilities[(t * classes) + c] - share);
            }
        }
    }

    private static double LogSum(double a, double b)
    {
        double larger = Math.Max(a, b), smaller = Math.Min(a, b);
        return double.IsNegativeInfinity(smaller) ? larger : larger + Math.Log(1 + Math.Exp(smaller - larger));
    }

    /// <summary>All ways through labels and blanks in time; a variable belongs to a time and a place of the path.</summary>
    private readonly ref struct Lattice(int* path, int count, int times, int classes, double* probabilities, CtcRules rules)
    {
        public readonly int* Path = path;
        public readonly int Count = count;
        public readonly int Times = times;
        public readonly double* Probabilities = probabilities;
        private readonly int classes = classes;
        private readonly CtcRules rules = rules;

        public void Forward(double* alpha)
        {
            new Span<double>(alpha, checked(Times * Count)).Fill(double.NegativeInfinity);
            for (int u = 0; u < Math.Min(2, Count); u++) alpha[u] = Log(0, u);
            for (nint t = 1; t < Times; t++)
            {
                double* before = alpha + ((t - 1) * Count);
                for (int u = First(t); u < Last(t); u++)
                {
                    double sum = MayStay(u) ? before[u] : double.NegativeInfinity;
                    if (u > 0) sum = LogSum(sum, before[u - 1]);
                    if (u > 1 && MaySkip(u, u - 2)) sum = LogSum(sum, before[u - 2]);
                    alpha[(t * Count) + u] = Log(t, u) + sum;
                }
            }
        }

        public void Backward(double* beta)
        {
            new Span<double>(beta, checked(Times * Count)).Fill(double.NegativeInfinity);
            for (int u = Math.Max(0, Count - 2); u < Count; u++) beta[((nint)(Times - 1) * Count) + u] = 0;
            for (nint t = Times - 2; t >= 0; t--)
            {
                double* after = beta + ((t + 1) * Count);
                for (int u = First(t); u < Last(t); u++)
                {
                    double sum = MayStay(u) ? after[u] + Log(t + 1, u) : double.NegativeInfinity;
                    if (u + 1 < Count) sum = LogSum(sum, after[u + 1] + Log(t + 1, u + 1));
                    if (u + 2 < Count && MaySkip(u, u + 2)) sum = LogSum(sum, after[u + 2] + Log(t + 1, u + 2));
                    beta[(t * Count) + u] = sum;
                }
            }
        }

        // Places from which the end can be reached in time, and that can be reached from the start.
        private int First(nint t) => (int)Math.Max(0, Count - (2 * (Times - t)));

        private int Last(nint t) => (int)Math.Min(Count, 2 * (t + 1));

        private bool MayStay(int u) => rules.MergeRepeated || Path[u] == rules.Blank;

        private bool MaySkip(int u, int other) => Path[u] != rules.Blank && !(rules.MergeRepeated && Path[u] == Path[other]);

        private double Log(nint t, int u) => Math.Log(Probabilities[(t * classes) + Path[u]]);
    }
}
