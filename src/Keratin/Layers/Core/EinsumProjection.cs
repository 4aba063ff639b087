namespace Keratin.Layers;

/// <summary>What an einsum of an input and a kernel says of shapes. Axes of <c>...</c> come first or last in input and output, or there are none.</summary>
internal sealed record EinsumProjection(string Layer, string Input, string Kernel, string Output, bool HasMore, bool MoreFirst)
{
    private const string More = "...";

    /// <exception cref="ArgumentException">The equation is not of this kind.</exception>
    public static EinsumProjection Parse(string layer, string equation)
    {
        string text = equation.Replace(" ", "");
        if (text.Split("->") is not [var left, var output] || left.Split(',') is not [var input, var kernel]) throw Wrong();
        bool first = input.StartsWith(More, StringComparison.Ordinal) && output.StartsWith(More, StringComparison.Ordinal);
        bool last = input.EndsWith(More, StringComparison.Ordinal) && output.EndsWith(More, StringComparison.Ordinal);
        var projection = new EinsumProjection(layer, input.Replace(More, ""), kernel, output.Replace(More, ""), first || last, first);
        if (input.Contains('.') != (first || last) || !(projection.Input + kernel + projection.Output).All(char.IsAsciiLetter)) throw Wrong();
        return projection;

        ArgumentException Wrong() => new($"Layer '{layer}' needs an equation such as 'abc,cd->abd', '...x,xy->...y' or 'ab...,bc->ac...'; '{equation}' was given.", nameof(equation));
    }

    /// <summary>The output's shape, as far as it is given; axes of <c>...</c> are the input's.</summary>
    public Shape OutputShape(Shape input, Shape given)
    {
        int more = Math.Max(input.Rank - Input.Length, 0);
        if (more == 0) return given.Prepend(input[0]);
        return MoreFirst ? input[..more].Concat(given[(given.Rank - Output.Length)..]) : given.Prepend(input[0]).Concat(input[^more..]);
    }

    /// <summary>The shapes of kernel and bias.</summary>
    /// <param name="input">The input's shape.</param>
    /// <param name="given">The output's shape without the batch; -1 where the input tells.</param>
    /// <param name="biasAxes">The output axes that have a bias.</param>
    public (Shape Kernel, Shape? Bias) WeightShapes(Shape input, Shape given, string? biasAxes)
    {
        int more = input.Rank - Input.Length;
        if (more < 0 || (more > 0 && !HasMore)) throw new ArgumentException($"Layer '{Layer}' takes inputs of {Input.Length} axes; its input's shape is {input}.");
        int skipped = MoreFirst ? more : 0;
        var output = given.Rank < Output.Length + more ? given.Prepend(input[0]) : given;
        // With axes left out in front, the output's shape counts from behind.
        int offset = MoreFirst ? output.Rank - Output.Length : 0;

        long SizeOf(char axis)
        {
            int inInput = Input.IndexOf(axis), inOutput = Output.IndexOf(axis);
            long fromInput = inInput < 0 ? -1 : input[inInput + skipped];
            long fromOutput = inOutput < 0 || inOutput + offset >= output.Rank ? -1 : output[inOutput + offset];
            if (fromInput >= 0 && fromOutput >= 0 && fromInput != fromOutput)
                throw new ArgumentException($"Layer '{Layer}' can't have an output of size {fromOutput} along '{axis}': its input {input} has {fromInput}.");
            return fromInput >= 0 ? fromInput : fromOutput;
        }

        var kernel = Shape.Create([.. Kernel.Select(SizeOf)]);
        if (string.IsNullOrEmpty(biasAxes)) return (kernel, null);
        foreach (char axis in biasAxes)
            if (!Output.Contains(axis)) throw new ArgumentException($"Layer '{Layer}' has no output axis '{axis}' for its bias; there are {Output}.", nameof(biasAxes));
        int start = biasAxes.Min(axis => Output.IndexOf(axis));
        var bias = Output[start..].Select(axis => biasAxes.Contains(axis) ? SizeOf(axis) : 1).Concat(Enumerable.Repeat(1L, HasMore && !MoreFirst ? more : 0));
        return (kernel, Shape.Create([.. bias]));
    }
}
