namespace Keratin.Serialization;

/// <summary>The table of Keras's own classes: a generated switch over the name.</summary>
[KerasTable]
internal static partial class BuiltInClasses
{
    /// <summary>The class of that name or alias; where several have it, the first.</summary>
    public static partial KerasClass? Find(ReadOnlySpan<char> name);

    /// <summary>Of several classes of that name or alias, the one numbered <paramref name="number"/>, from 1 on.</summary>
    public static partial KerasClass? FindHomonym(ReadOnlySpan<char> name, int number);
}
