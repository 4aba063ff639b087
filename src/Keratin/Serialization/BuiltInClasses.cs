namespace Keratin.Serialization;

/// <summary>The table of Keras's own classes: a generated switch over the name.</summary>
[KerasTable]
internal static partial class BuiltInClasses
{
    /// <summary>The class of that name or alias; where several have it, the one numbered <paramref name="homonym"/>.</summary>
    public static partial KerasClass? Find(ReadOnlySpan<char> name, int homonym);
}
