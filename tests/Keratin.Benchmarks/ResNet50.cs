using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Benchmarks;

/// <summary>The network of <c>keras.applications.ResNet50</c>: 25.6 million parameters in 107 layers with weights.</summary>
internal static class ResNet50
{
    public static Model Make()
    {
        Tensor input = new Input(224, 224, 3), x = new ZeroPadding2D(3).Apply(input);
        x = new MaxPooling2D(3, 2).Apply(new ZeroPadding2D(1).Apply(Relu(Convolve(x, 64, 7, 2))));
        x = Stack(x, 64, blocks: 3, stride: 1);
        x = Stack(x, 128, blocks: 4, stride: 2);
        x = Stack(x, 256, blocks: 6, stride: 2);
        x = Stack(x, 512, blocks: 3, stride: 2);
        return new Functional(input, new Dense(1000, "softmax").Apply(new GlobalAveragePooling2D().Apply(x)));
    }

    private static Tensor Stack(Tensor x, int filters, int blocks, int stride)
    {
        for (int i = 0; i < blocks; i++) x = Block(x, filters, i == 0 ? stride : 1, projects: i == 0);
        return x;
    }

    private static Tensor Block(Tensor x, int filters, int stride, bool projects)
    {
        Tensor shortcut = projects ? Convolve(x, 4 * filters, 1, stride) : x;
        x = Relu(Convolve(x, filters, 1, stride));
        x = Relu(Convolve(x, filters, 3));
        return Relu(new Add().Apply((Tensors)new[] { shortcut, Convolve(x, 4 * filters, 1) }).Single);
    }

    private static Tensor Convolve(Tensor x, int filters, int size, int stride = 1) =>
        new BatchNormalization(epsilon: 1.001e-5).Apply(new Conv2D(filters, size, stride, size == 3 ? Padding.Same : Padding.Valid).Apply(x));

    private static Tensor Relu(Tensor x) => new ActivationLayer("relu").Apply(x);
}
