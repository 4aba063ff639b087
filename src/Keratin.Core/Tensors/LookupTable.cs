using System.Runtime.InteropServices;

namespace Keratin;

/// <summary>A lookup table of keys and values (<c>tf.lookup.StaticHashTable</c>, <c>MutableHashTable</c>). Safe to use from many threads at once.</summary>
/// <param name="name">The shared name.</param>
/// <param name="keyDType">Element type of the keys: an integer, float or string.</param>
/// <param name="valueDType">Element type of the values.</param>
/// <param name="isMutable">Whether a key may get another value once it has one.</param>
/// <param name="valueShape">The shape of each value; a scalar if not given.</param>
public sealed class LookupTable(string name, DType keyDType, DType valueDType, bool isMutable, Shape valueShape = default) : Resource(name)
{
    private readonly ReaderWriterLockSlim access = new();
    private readonly Dictionary<TableKey, int> places = [];
    private readonly List<TableKey> keys = [];
    private readonly TableValues values = new(valueDType, valueShape.HasRank ? valueShape : Shape.Scalar);
    private bool filled = isMutable;

    /// <summary>Element type of the keys.</summary>
    public DType KeyDType { get; } = keyDType;

    /// <summary>Element type of the values.</summary>
    public DType ValueDType { get; } = valueDType;

    /// <summary>The shape of each value.</summary>
    public Shape ValueShape { get; } = valueShape.HasRank ? valueShape : Shape.Scalar;

    /// <summary>Whether a key may get another value once it has one.</summary>
    public bool IsMutable { get; } = isMutable;

    /// <summary>Counts changes, so that copies of the table know when they are stale.</summary>
    internal long Version { get; private set; }

    /// <summary>Whether the table was filled; mutable tables always are.</summary>
    public bool IsInitialized => filled;

    /// <summary>The number of keys.</summary>
    public long Count
    {
        get
        {
            access.EnterReadLock();
            try { return keys.Count; }
            finally { access.ExitReadLock(); }
        }
    }

    /// <summary>The value of each key; a default for keys that are not there.</summary>
    /// <param name="wanted">Keys, of any shape.</param>
    /// <param name="missing">One value, or one for each key.</param>
    /// <exception cref="InvalidOperationException">The table was not filled yet.</exception>
    public EagerTensor Find(EagerTensor wanted, EagerTensor missing)
    {
        CheckKeys(wanted);
        CheckValueType(missing);
        var shape = wanted.Shape.Concat(ValueShape);
        bool oneForAll = missing.Shape == ValueShape;
        if (!oneForAll && missing.Shape != shape) throw new ArgumentException($"The default of shape {missing.Shape} is neither one value {ValueShape} nor one for each key {shape}.");
        access.EnterReadLock();
        try
        {
            if (!filled) throw new InvalidOperationException($"The lookup table '{Name}' was not filled yet; import its keys and values first.");
            var found = new int[wanted.Shape.ElementCount];
            for (int i = 0; i < found.Length; i++) found[i] = places.GetValueOrDefault(TableKey.Of(wanted, i), -1);
            return values.Take(found, shape, missing, oneForAll);
        }
        finally { access.ExitReadLock(); }
    }

    /// <summary>Sets the values of keys.</summary>
    /// <exception cref="InvalidOperationException">A table that is not mutable already has another value for a key.</exception>
    public void Insert(EagerTensor newKeys, EagerTensor newValues) => Change(() => Add(newKeys, newValues));

    /// <summary>Replaces all that is in the table.</summary>
    public void Import(EagerTensor newKeys, EagerTensor newValues) => Change(() =>
    {
        if (IsMutable)
        {
            places.Clear();
            keys.Clear();
            values.Clear();
        }
        Add(newKeys, newValues);
    });

    /// <summary>Takes keys away; those that are not there are no error.</summary>
    public void Remove(EagerTensor unwanted) => Change(() =>
    {
        if (!IsMutable) throw new InvalidOperationException($"The lookup table '{Name}' is not mutable.");
        CheckKeys(unwanted);
        for (int i = 0; i < unwanted.Shape.ElementCount; i++)
        {
            if (!places.Remove(TableKey.Of(unwanted, i), out int place)) continue;
            // The last one moves into the gap.
            int last = keys.Count - 1;
            if (place != last) places[keys[place] = keys[last]] = place;
            keys.RemoveAt(last);
            values.MoveLast(place);
        }
    });

    /// <summary>All keys and, in the same order, their values.</summary>
    public (EagerTensor Keys, EagerTensor Values) Export()
    {
        access.EnterReadLock();
        try { return (TableKey.ToTensor(keys, KeyDType), values.ToTensor()); }
        finally { access.ExitReadLock(); }
    }

    private void Change(Action change)
    {
        access.EnterWriteLock();
        try
        {
            change();
            filled = true;
            Version++;
        }
        finally { access.ExitWriteLock(); }
    }

    private void Add(EagerTensor newKeys, EagerTensor newValues)
    {
        CheckKeys(newKeys);
        CheckValueType(newValues);
        if (newValues.Shape != newKeys.Shape.Concat(ValueShape)) throw new ArgumentException($"Values of shape {newValues.Shape} were given for keys of shape {newKeys.Shape}; {newKeys.Shape.Concat(ValueShape)} is needed.");
        for (int i = 0; i < newKeys.Shape.ElementCount; i++)
        {
            var key = TableKey.Of(newKeys, i);
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, key, out bool known);
            if (!known)
            {
                place = keys.Count;
                keys.Add(key);
                values.Append(newValues, i);
            }
            else if (IsMutable) values.Set(place, newValues, i);
            else if (!values.AreEqual(place, newValues, i)) throw new InvalidOperationException($"The lookup table '{Name}' already has another value for the key {key}.");
        }
    }

    private void CheckKeys(EagerTensor given)
    {
        if (given.DType != KeyDType) throw new ArgumentException($"The keys of the lookup table '{Name}' are {KeyDType.Name()}, not {given.DType.Name()}.");
    }

    private void CheckValueType(EagerTensor given)
    {
        if (given.DType != ValueDType) throw new ArgumentException($"The values of the lookup table '{Name}' are {ValueDType.Name()}, not {given.DType.Name()}.");
    }
}
