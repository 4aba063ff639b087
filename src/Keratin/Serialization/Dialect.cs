namespace Keratin.Serialization;

/// <summary>The flavour of Keras in which a config is written and whose behaviour is meant.</summary>
[Flags]
public enum Dialect
{
    /// <summary>Keras 2 (<c>tf.keras</c> up to TensorFlow 2.15, <c>tf_keras</c> since).</summary>
    Keras2 = 1,

    /// <summary>Keras 3 (<c>keras</c> 3.0 and later), the default for new objects.</summary>
    Keras3 = 2,
}

/// <summary>The dialect that objects take on when they are made.</summary>
public static class Dialects
{
    [ThreadStatic]
    private static Dialect t_current;

    /// <summary>The dialect of objects made on this thread: Keras 3 unless <see cref="Use"/> says otherwise.</summary>
    public static Dialect Current => t_current == 0 ? Dialect.Keras3 : t_current;

    /// <summary>Objects made on this thread follow <paramref name="dialect"/> until the scope is disposed.</summary>
    public static Scope Use(Dialect dialect)
    {
        var scope = new Scope(t_current);
        t_current = dialect;
        return scope;
    }

    /// <summary>Gives back the dialect that was current before.</summary>
    public readonly ref struct Scope
    {
        private readonly Dialect _previous;

        internal Scope(Dialect previous) => _previous = previous;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => t_current = _previous;
    }
}
