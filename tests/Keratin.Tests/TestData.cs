namespace Keratin.Tests;

/// <summary>Finds the files under tests/data, going up from where the tests run.</summary>
internal static class TestData
{
    private static readonly string _folder = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([_folder, .. parts]);

    private static string Find()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = System.IO.Path.GetDirectoryName(at))
        {
            string data = System.IO.Path.Combine(at, "tests", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }
        throw new DirectoryNotFoundException($"No tests/data above {AppContext.BaseDirectory}.");
    }
}
