using Keratin.Engines;

namespace Keratin;

/// <summary>Something mutable that ops refer to by a handle: a variable's storage, a lookup table, a random generator.</summary>
public abstract class Resource(string name)
{
    private EagerTensor? handle;

    /// <summary>The name, as the shared name of TensorFlow's resources.</summary>
    public string Name { get; } = name;

    /// <summary>The scalar tensor of dtype resource that refers to this.</summary>
    public EagerTensor Handle => handle ??= new EagerTensor(DType.Resource, Shape.Scalar, [this]);

    /// <summary>The resource that a handle refers to.</summary>
    /// <exception cref="InvalidOperationException">The handle refers to something of another kind.</exception>
    public static T From<T>(Tensor handle) where T : Resource =>
        handle.Value.Objects[0] as T ?? throw new InvalidOperationException($"The handle refers to a {handle.Value.Objects[0].GetType().Name}, not to a {typeof(T).Name}.");
}

/// <summary>
/// The storage of a variable. Reads share the memory; a write in place copies it first if a reader may still hold it, so that nobody
/// ever sees a value half written.
/// </summary>
/// <param name="name">The variable's name.</param>
/// <param name="dtype">Element type of every value.</param>
/// <param name="shape">What every value's shape must be compatible with.</param>
/// <param name="initializer">Makes the first value when it is first needed: a variable that is assigned before never runs it.</param>
public sealed class VariableResource(string name, DType dtype, Shape shape, Func<EagerTensor>? initializer = null) : Resource(name)
{
    private static long created;
    private EagerTensor? value;
    private IVariableStorage? storage;
    private bool shared;
    private int readers;

    /// <summary>Tells variables apart in the order they were made, so that locks are always taken in one order.</summary>
    internal long Order { get; } = Interlocked.Increment(ref created);

    /// <summary>The element type of every value.</summary>
    public DType DType { get; } = dtype;

    /// <summary>What every value's shape must be compatible with.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>Counts writes, so that what was derived from the value (packed weights, say) knows when it is stale.</summary>
    public long Version { get; private set; }

    /// <summary>Whether a value was assigned.</summary>
    public bool IsInitialized => storage?.IsInitialized ?? (value is not null || initializer is not null);

    /// <summary>Held while a value is replaced or updated in place.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The value as it is now; later writes don't change the tensor returned.</summary>
    /// <exception cref="InvalidOperationException">Nothing was assigned yet.</exception>
    public EagerTensor Read()
    {
        lock (Lock)
        {
            if (storage is not null) return storage.Read();
            shared = true;
            return Current();
        }
    }

    /// <summary>Where the value lives while an engine keeps it in memory of its own; null while it is in managed memory.</summary>
    public IVariableStorage? Storage => storage;

    /// <summary>
    /// Moves the value, if there is one yet, into an engine's memory. It stays there until another engine moves it to its own
    /// or asks for it by <see cref="Peek"/>, <see cref="BeginRead()"/> or <see cref="BeginUpdate"/>, which bring it back.
    /// </summary>
    /// <param name="make">Makes the storage; not called if the value lives in a storage that <paramref name="isThere"/> accepts.</param>
    /// <param name="isThere">Whether a storage is the engine's own.</param>
    /// <returns>The storage in which the value now lives.</returns>
    public IVariableStorage MoveTo(Func<VariableResource, IVariableStorage> make, Func<IVariableStorage, bool> isThere)
    {
        lock (Lock)
        {
            if (storage is not null && isThere(storage)) return storage;
            var first = IsInitialized ? Current() : null;
            var made = make(this);
            if (first is not null) made.Assign(first);
            (value, storage) = (null, made);
            return made;
        }
    }

    /// <summary>
    /// The value for a kernel that uses it only until <see cref="EndRead"/>: an update in place meanwhile works on a copy, a later one does not have to.
    /// To be called while holding no variable's <see cref="Lock"/>.
    /// </summary>
    public EagerTensor BeginRead() => BeginRead(out _);

    /// <summary>The same; tells the version of the value, too.</summary>
    public EagerTensor BeginRead(out long version)
    {
        lock (Lock)
        {
            var current = Current();
            Interlocked.Increment(ref readers);
            version = Version;
            return current;
        }
    }

    /// <summary>Ends what <see cref="BeginRead()"/> began.</summary>
    public void EndRead() => Interlocked.Decrement(ref readers);

    /// <summary>The value for a caller that looks only at its dtype and shape, or holds <see cref="Lock"/>: does not count as a reader.</summary>
    public EagerTensor Peek()
    {
        if (value is { } ready) return ready;
        lock (Lock) return Current();
    }

    /// <summary>Replaces the value.</summary>
    /// <exception cref="ArgumentException">Dtype or shape don't fit.</exception>
    public void Assign(EagerTensor newValue) => Replace(newValue, isShared: true);

    /// <summary>Replaces the value by one that nobody else holds, so that it can be updated in place.</summary>
    /// <exception cref="ArgumentException">Dtype or shape don't fit.</exception>
    internal void Take(EagerTensor newValue) => Replace(newValue, isShared: false);

    private void Replace(EagerTensor newValue, bool isShared)
    {
        if (newValue.DType != DType || !Shape.IsCompatibleWith(newValue.Shape))
            throw new ArgumentException($"Variable '{Name}' holds {DType.Name()} {Shape}; it can't take {newValue.DType.Name()} {newValue.Shape}.");
        lock (Lock)
        {
            if (storage is not null) storage.Assign(newValue);
            else (value, shared) = (newValue, isShared);
            Version++;
        }
    }

    /// <summary>The value to be updated in place by the caller, who holds <see cref="Lock"/>: copied first if a reader may hold it.</summary>
    public unsafe EagerTensor BeginUpdate()
    {
        var current = Current();
        if (shared || Volatile.Read(ref readers) > 0 || current.Buffer.IsReadOnly)
        {
            var copy = EagerTensor.Allocate(current.DType, current.Shape);
            Buffer.MemoryCopy(current.Pointer, copy.Pointer, copy.ByteLength, copy.ByteLength);
            GC.KeepAlive(current);
            (value, shared) = (copy, false);
        }
        Version++;
        return value!;
    }

    private EagerTensor Current()
    {
        if (storage is { } away)
        {
            if (!away.IsInitialized) throw Uninitialized();
            (value, shared, storage) = (away.Read(), true, null);
        }
        if (value is null && initializer is { } make)
        {
            var first = make();
            if (first.DType != DType || !Shape.IsCompatibleWith(first.Shape))
                throw new InvalidOperationException($"The initializer of variable '{Name}' made {first.DType.Name()} {first.Shape}; {DType.Name()} {Shape} was expected.");
            // The maker may hold on to what it made.
            (value, shared) = (first, true);
        }
        return value ?? throw Uninitialized();
    }

    private InvalidOperationException Uninitialized() => new($"Variable '{Name}' has no value yet; assign one, or build the layer that owns it.");
}
