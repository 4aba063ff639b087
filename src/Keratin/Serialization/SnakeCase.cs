namespace Keratin.Serialization;

/// <summary>Keras's names from C#'s: <c>UseBias</c> and <c>useBias</c> are <c>use_bias</c>.</summary>
internal static class SnakeCase
{
    private const int MostOnStack = 64;

    /// <summary>The name in snake_case, by Keras's own rule (<c>to_snake_case</c>), with a number set off: <c>Beta1</c> is <c>beta_1</c>.</summary>
    public static string Of(string name)
    {
        // Each letter may start a word.
        Span<char> result = name.Length <= MostOnStack ? stackalloc char[2 * MostOnStack] : new char[2 * name.Length];
        int length = 0;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool startsWord = i > 0 && char.IsUpper(c)
                && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            bool startsNumber = i > 1 && char.IsDigit(c) && i == name.Length - 1 && char.IsLower(name[i - 1]) && char.IsLower(name[i - 2]);
            if (startsWord || startsNumber)
            {
                result[length++] = '_';
            }

            result[length++] = char.ToLowerInvariant(c);
        }

        string snake = result.Slice(0, length).ToString();
        return snake == "d_type" ? "dtype" : snake;
    }
}
