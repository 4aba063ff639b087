using System.Collections;

namespace Keratin.Serialization;

/// <summary>
/// Classes and functions that files mention and Keras doesn't have, by the name the file uses
/// (Keras: the <c>custom_objects</c> dictionary).
/// </summary>
/// <example><code>new CustomObjects { Scale.KerasClass, { "Old&gt;Scale", Scale.KerasClass } }</code></example>
public sealed class CustomObjects : IEnumerable<KeyValuePair<string, object>>
{
    private readonly Dictionary<string, object> _byName = [];

    /// <summary>Supplies a class under its name and its registered name.</summary>
    public void Add(KerasClass kerasClass)
    {
        _byName[kerasClass.Name] = kerasClass;
        _byName[kerasClass.RegisteredName] = kerasClass;
    }

    /// <summary>Supplies a class under another name.</summary>
    public void Add(string name, KerasClass kerasClass) => _byName[name] = kerasClass;

    /// <summary>Supplies a class by what makes an instance from its config.</summary>
    public void Add<T>(string name, Func<ConfigReader, T> read)
        where T : KerasObject =>
        _byName[name] = new KerasClass(typeof(T), name, read);

    /// <summary>Supplies a function: an activation, a loss, a metric.</summary>
    public void AddFunction(string name, Delegate function) => _byName[name] = function;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _byName.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What was supplied under the name.</summary>
    internal object? Find(string name) => _byName.GetValueOrDefault(name);
}
