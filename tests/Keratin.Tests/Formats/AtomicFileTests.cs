using Keratin.Formats;

namespace Keratin.Tests.Formats;

public class AtomicFileTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void The_target_changes_only_at_commit(bool flushToDisk)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("target");
        File.WriteAllText(path, "old");
        using (var file = AtomicFile.Create(path, flushToDisk))
        {
            file.Stream.Write("new"u8);
            Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
            file.Commit();
        }
        Assert.That(File.ReadAllText(path), Is.EqualTo("new"));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Without_a_commit_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        using (var file = AtomicFile.Create(folder.File("target")))
        {
            file.Stream.Write("lost"u8);
        }
        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
    }

    [Test]
    public void A_length_that_was_too_long_leaves_no_tail()
    {
        using var folder = new TemporaryFolder();
        using (var file = AtomicFile.Create(folder.File("target"), length: 100_000))
        {
            file.Stream.Write("short"u8);
            file.Commit();
        }
        Assert.That(File.ReadAllText(folder.File("target")), Is.EqualTo("short"));
    }

    [Test]
    public void A_link_stays_and_the_file_it_names_is_replaced()
    {
        using var folder = new TemporaryFolder();
        string real = folder.File("real"), link = folder.File("link");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(link, real);
        using (var file = AtomicFile.Create(link))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }
        Assert.That(File.ReadAllText(real), Is.EqualTo("new"));
        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo(real));
    }

    [Test]
    public void A_folder_that_is_not_there_is_the_systems_error()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => AtomicFile.Create(folder.File("none/target")), Throws.TypeOf<DirectoryNotFoundException>());
    }
}
