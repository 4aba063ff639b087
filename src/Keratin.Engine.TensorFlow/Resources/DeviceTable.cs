using System.Runtime.CompilerServices;
using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Resources;

/// <summary>TensorFlow's copy of a lookup table of ours; made anew when ours has changed.</summary>
internal sealed class DeviceTable
{
    private static readonly ConditionalWeakTable<LookupTable, DeviceTable> Known = [];

    private readonly EagerContext context;
    private readonly long version;

    private DeviceTable(LookupTable table, EagerContext context)
    {
        (this.context, version) = (context, table.Version);
        // Each is made anew under a name of its own: tables without a name would be one.
        var make = OpDef.Get(table.ValueShape.Rank == 0 ? "AnonymousMutableHashTable" : "AnonymousMutableHashTableOfTensors");
        (string, AttrValue)[] attrs = [("key_dtype", table.KeyDType), ("value_dtype", table.ValueDType), .. table.ValueShape.Rank == 0 ? [] : new (string, AttrValue)[] { ("value_shape", table.ValueShape) }];
        var made = EagerCall.Run(context, make, [], new Attrs(make, attrs))[0];
        Handle = ((DeviceResource)made.Objects[0]).Native;
        var (keys, values) = table.Export();
        var import = OpDef.Get("LookupTableImportV2");
        EagerCall.Run(context, import, [made, keys, values], import.NoAttrs);
    }

    public TensorHandle Handle { get; }

    public static DeviceTable Of(LookupTable table, EagerContext context)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(table, out var copy) || copy.context != context || copy.version != table.Version)
                Known.AddOrUpdate(table, copy = new DeviceTable(table, context));
            return copy;
        }
    }
}
