namespace Keratin.Tests;

/// <summary>The files under tests/data.</summary>
internal static class TestData
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Testing.Repository.Root, "tests", "data", .. parts]);
}
