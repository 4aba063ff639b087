using Keratin.Formats.Storage;

namespace Keratin.Formats.Zip;

/// <summary>Which entry names a reader accepts: those that stay inside the folder they would be unpacked to.</summary>
internal static class ZipNames
{
    public static void Check(ByteSource source, string name)
    {
        string? fault =
            name.Length == 0 ? "an empty name" :
            name.Contains('\\') ? "a backslash" :
            name.Contains('\0') ? "a NUL character" :
            name[0] == '/' ? "an absolute path" :
            name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0]) ? "a drive" :
            HasDots(name) ? "a '.' or '..' segment" : null;
        if (fault is not null)
        {
            throw source.Bad($"entry '{name}'", fault, "a path inside the archive, such as 'assets/vocabulary.txt'");
        }
    }

    private static bool HasDots(string name)
    {
        foreach (Range segment in name.AsSpan().Split('/'))
        {
            if (name.AsSpan(segment) is "." or "..")
            {
                return true;
            }
        }
        return false;
    }
}
