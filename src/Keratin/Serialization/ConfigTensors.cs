using Keratin.Initializers;

namespace Keratin.Serialization;

/// <summary>Tensors within configs: <c>{"class_name": "__numpy__", "config": {"value": [[…]], "dtype": "float32"}}</c>.</summary>
internal static class ConfigTensors
{
    public static EagerTensor Read(ConfigValue value)
    {
        if (value.IsNumber || value.IsBoolean)
        {
            return Tensor.Scalar(Number(value));
        }

        if (value.IsList)
        {
            return Read(value, DType.Float32);
        }

        if (value.IsDictionary && value.AsReader() is var parts && parts.TryGet("class_name", out var name) && name.IsString
            && name.AsString() is "__numpy__" or "__tensor__")
        {
            var config = parts["config"].AsReader();
            return Read(config["value"], config.TryGet("dtype", out var dtype) && !dtype.IsNull ? dtype.AsDType() : DType.Float32);
        }

        throw value.Unexpected("a number, nested lists of numbers, or a dictionary with class_name '__numpy__' or '__tensor__'");
    }

    public static void Write(ConfigWriter writer, EagerTensor? tensor, string className)
    {
        if (tensor is null)
        {
            writer.Null();
            return;
        }

        double[] values = HostTensor.ToDoubles(tensor);
        if (tensor.Shape.Rank == 0)
        {
            writer.Value(values[0]);
            return;
        }

        writer.BeginObject();
        writer.Key("class_name"u8);
        writer.Value(className);
        writer.Key("config"u8);
        writer.BeginObject();
        writer.Key("value"u8);
        int next = 0;
        Write(writer, tensor, values, ref next, 0);
        writer.Key("dtype"u8);
        writer.Value(tensor.DType);
        writer.EndObject();
        writer.EndObject();
    }

    /// <summary>Writes a tensor's elements alone: a number, or nested lists.</summary>
    public static void WriteElements(ConfigWriter writer, EagerTensor tensor)
    {
        int next = 0;
        Write(writer, tensor, HostTensor.ToDoubles(tensor), ref next, 0);
    }

    private static void Write(ConfigWriter writer, EagerTensor tensor, double[] values, ref int next, int axis)
    {
        if (axis < tensor.Rank)
        {
            writer.BeginList();
            for (long i = 0; i < tensor.Shape[axis]; i++)
            {
                Write(writer, tensor, values, ref next, axis + 1);
            }

            writer.EndList();
        }
        else if (tensor.DType == DType.Bool)
        {
            writer.Value(values[next++] != 0);
        }
        else if (tensor.DType.IsInteger())
        {
            writer.Value((long)values[next++]);
        }
        else
        {
            writer.Value(values[next++]);
        }
    }

    private static EagerTensor Read(ConfigValue value, DType dtype)
    {
        var sizes = new List<long>();
        var elements = new List<double>();
        Read(value, 0, sizes, elements);
        return HostTensor.From(elements.ToArray(), Shape.Create(sizes.ToArray()), dtype);
    }

    private static void Read(ConfigValue value, int axis, List<long> sizes, List<double> elements)
    {
        if (!value.IsList)
        {
            if (axis != sizes.Count)
            {
                throw value.Unexpected("a list: the tensor's rows must be of one length");
            }

            elements.Add(Number(value));
            return;
        }

        bool isFirst = axis == sizes.Count && elements.Count == 0;
        if (isFirst)
        {
            sizes.Add(0);
        }

        int count = value.AsArray(item =>
        {
            Read(item, axis + 1, sizes, elements);
            return 0;
        }).Length;
        if (isFirst)
        {
            sizes[axis] = count;
        }

        if (axis >= sizes.Count || sizes[axis] != count)
        {
            throw value.Unexpected("lists of one length");
        }
    }

    private static double Number(ConfigValue value) => value.IsBoolean ? (value.AsBoolean() ? 1 : 0) : value.AsDouble();
}
