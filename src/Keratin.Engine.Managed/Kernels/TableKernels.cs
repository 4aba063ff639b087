using System.Text;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Making lookup tables, filling them and looking up.</summary>
internal static class TableKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "HashTableV2" => new ObjectKernel(static (o, _) => Make(o, isMutable: false)),
        "MutableHashTableV2" or "MutableHashTableOfTensorsV2" or "MutableDenseHashTableV2" => new ObjectKernel(static (o, _) => Make(o, isMutable: true)),
        "AnonymousHashTable" => new ObjectKernel(static (o, _) => [Table(o, "", isMutable: false).Handle]),
        "AnonymousMutableHashTable" or "AnonymousMutableHashTableOfTensors" or "AnonymousMutableDenseHashTable" => new ObjectKernel(static (o, _) => [Table(o, "", isMutable: true).Handle]),
        "LookupTableFindV2" => new ObjectKernel(static (_, inputs) => [Of(inputs).Find(inputs[1], inputs[2])]),
        "LookupTableInsertV2" => Change(static (table, inputs) => table.Insert(inputs[1], inputs[2])),
        "LookupTableImportV2" or "InitializeTableV2" => Change(static (table, inputs) => table.Import(inputs[1], inputs[2])),
        "LookupTableRemoveV2" => Change(static (table, inputs) => table.Remove(inputs[1])),
        "LookupTableSizeV2" => new ObjectKernel(static (_, inputs) => [Tensor.Scalar(Of(inputs).Count)]),
        "LookupTableExportV2" => new ObjectKernel(static (_, inputs) => Of(inputs).Export() is var (keys, values) ? [keys, values] : []),
        "InitializeTableFromTextFileV2" => new ObjectKernel(FromTextFile),
        _ => null,
    };

    private static LookupTable Of(EagerTensor[] inputs) => Resource.From<LookupTable>(inputs[0]);

    private static ObjectKernel Change(Action<LookupTable, EagerTensor[]> change) => new((_, inputs) =>
    {
        change(Of(inputs), inputs);
        return [];
    });

    private static EagerTensor[] Make(Operation operation, bool isMutable)
    {
        string name = operation.Attrs.Text("shared_name");
        if (name.Length == 0 && operation.Attrs.Bool("use_node_name_sharing") && operation is Node node) name = node.Name;
        return [ResourceContainer.Current.Find(operation.Attrs.Text("container"), name, () => Table(operation, name, isMutable)).Handle];
    }

    private static LookupTable Table(Operation operation, string name, bool isMutable)
    {
        var attrs = operation.Attrs;
        var valueShape = attrs.TryGet("value_shape", out var shape) ? shape.Shape : Shape.Scalar;
        return new LookupTable(name, attrs.Type("key_dtype"), attrs.Type("value_dtype"), isMutable, valueShape);
    }

    // A column of each line, or: the whole line (-2), its number (-1).
    private static EagerTensor[] FromTextFile(Operation operation, EagerTensor[] inputs)
    {
        var table = Of(inputs);
        var attrs = operation.Attrs;
        long keyIndex = attrs.Int("key_index"), valueIndex = attrs.Int("value_index"), size = attrs.Int("vocab_size"), offset = attrs.Int("offset");
        string delimiter = attrs.Text("delimiter"), path = Encoding.UTF8.GetString((byte[])inputs[1].Objects[0]);
        List<string> keys = [], values = [];
        try
        {
            long number = 0;
            foreach (string line in File.ReadLines(path))
            {
                if (number - offset >= size && size >= 0) break;
                if (number >= offset)
                {
                    keys.Add(Field(operation, line, number - offset, keyIndex, delimiter));
                    values.Add(Field(operation, line, number - offset, valueIndex, delimiter));
                }
                number++;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpException(operation, $"the vocabulary '{path}' can't be read: {e.Message}", e);
        }
        if (size >= 0 && keys.Count != size) throw new OpException(operation, $"the vocabulary '{path}' has {keys.Count} lines; {size} are needed.");
        table.Import(Parse(keys, table.KeyDType), Parse(values, table.ValueDType));
        return [];
    }

    private static string Field(Operation operation, string line, long number, long index, string delimiter)
    {
        if (index == -2) return line;
        if (index == -1) return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] fields = line.Split(delimiter);
        return index < fields.Length ? fields[index] : throw new OpException(operation, $"line {number} has {fields.Length} columns; column {index} is asked for.");
    }

    private static EagerTensor Parse(List<string> texts, DType dtype)
    {
        var strings = Tensor.FromStrings(texts.ToArray());
        return dtype == DType.String ? strings : Eager.Call("StringToNumber", [strings], ("out_type", dtype));
    }
}
