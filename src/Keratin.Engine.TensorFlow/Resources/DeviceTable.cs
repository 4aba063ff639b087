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
        var make = OpDef.Get("MutableHashTableOfTensorsV2");
        var made = EagerCall.Run(context, make, [], new Attrs(make, ("key_dtype", table.KeyDType), ("value_dtype", table.ValueDType), ("value_shape", table.ValueShape)))[0];
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
