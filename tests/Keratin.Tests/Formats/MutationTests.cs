using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;
using Keratin.Formats.Npy;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle;
using Keratin.Formats.TensorBundle.Tables;

namespace Keratin.Tests.Formats;

/// <summary>
/// Damages real files in many ways and reads all there is in them: nothing but <see cref="ModelFormatException"/> may come out,
/// in little time and with little memory. Mutants are numbered; a number makes the same mutant again.
/// </summary>
public class MutationTests
{
    private const long MaxBytes = 64 << 20;
    private const long MaxRead = 1 << 20;
    private static readonly TimeSpan _maxTime = TimeSpan.FromSeconds(10);

    [TestCase("h5/model_k212.h5", 2500)]
    [TestCase("h5/model_k215.h5", 2000)]
    [TestCase("h5/model_k221.h5", 2000)]
    [TestCase("h5/model_k315.h5", 2000)]
    [TestCase("h5/weights_k212.h5", 2000)]
    [TestCase("h5/weights_k315.h5", 2000)]
    [TestCase("h5/legacy_k212.h5", 2000)]
    [TestCase("h5/zoo_old.h5", 700)]
    [TestCase("h5/zoo_new.h5", 700)]
    public void Damaged_HDF5_gives_only_the_typed_error(string file, int count) =>
        Run(file, count, (bytes, number) => Walk(new Hdf5File(ByteSource.From(bytes), ignoreChecksums: number % 4 != 0).Root));

    [TestCase("keras/vocabulary_k215.keras", 1200)]
    [TestCase("keras/mixed_k221.keras", 1200)]
    [TestCase("keras/vocabulary_k315.keras", 1200)]
    public void A_damaged_archive_gives_only_the_typed_error(string file, int count) => Run(file, count, (bytes, _) =>
    {
        using var archive = KerasArchiveReader.Open(bytes);
        foreach (string name in archive.Names)
        {
            if (name.EndsWith(".h5", StringComparison.Ordinal))
            {
                Walk(archive.OpenHdf5(name).Root);
            }
            else
            {
                archive.ReadText(name);
            }
        }
    });

    [TestCase("npy/types.npz", 1500)]
    public void A_damaged_npz_gives_only_the_typed_error(string file, int count) => Run(file, count, (bytes, _) =>
    {
        using var archive = NpzArchive.Open(bytes);
        foreach (string name in archive.Names)
        {
            Use(archive[name]);
        }
    });

    [TestCase("npy/version1.npy", 1000)]
    [TestCase("npy/version2.npy", 500)]
    [TestCase("npy/structured.npy", 500)]
    public void A_damaged_npy_gives_only_the_typed_error(string file, int count) =>
        Run(file, count, (bytes, _) => Use(NpyArray.Load(bytes)));

    /// <summary>A damaged index with its sound data, and a sound index with its damaged data.</summary>
    [TestCase("checkpoints/shards", 4000)]
    [TestCase("checkpoints/many", 2000)]
    [TestCase("corpus/resume_sgd.checkpoint.k221/ckpt/state", 2500)]
    [TestCase("corpus/resume_sgd.checkpoint.k315/ckpt/state", 2500)]
    public void A_damaged_bundle_gives_only_the_typed_error(string prefix, int count)
    {
        byte[] index = File.ReadAllBytes(TestData.Path(prefix + ".index"));
        string folder = Path.GetDirectoryName(TestData.Path(prefix))!;
        var data = Directory.GetFiles(folder, Path.GetFileName(prefix) + ".data-*").ToDictionary(static path => Path.GetFileName(path)[^14..], File.ReadAllBytes);
        var sound = Contents(index, (shard, of) => data[$"{shard:D5}-of-{of:D5}"]);
        // Behind good checksums, so that what lies behind them is tried as well.
        Run(prefix + ".index", count, (bytes, number) => Contents(number % 4 == 0 ? bytes : Resealed(bytes), (shard, of) => data.GetValueOrDefault($"{shard:D5}-of-{of:D5}") ?? throw new FileNotFoundException()));
        foreach (string name in data.Keys)
        {
            Run($"{prefix}.data-{name}", count / data.Count, (bytes, number) =>
            {
                // Every byte is covered by a checksum: either an error comes, or all values are right.
                var got = Contents(index, (shard, of) => $"{shard:D5}-of-{of:D5}" == name ? bytes : data[$"{shard:D5}-of-{of:D5}"]);
                Assert.That(got, Is.EqualTo(sound), $"mutant {number} of {name}");
            });
        }
    }

    private static string Contents(byte[] index, Func<int, int, byte[]> shard)
    {
        using var bundle = new TensorBundleReader(ByteSource.From(index), (number, of) => ByteSource.From(shard(number, of)));
        var text = new StringBuilder();
        ModelFormatException? broken = null;
        foreach (BundleTensor tensor in bundle.Tensors)
        {
            try
            {
                byte[] bytes = tensor.DataTypeName == "string" ? [.. tensor.ReadStrings().SelectMany(static text => text)] : new byte[tensor.ByteLength];
                if (tensor.DataTypeName != "string")
                {
                    tensor.Read(bytes);
                }
                text.Append(tensor.Name).AppendLine(Convert.ToHexString(bytes));
            }
            catch (ModelFormatException fault)
            {
                broken ??= fault;
            }
        }
        ObjectGraph.Read(bundle);
        return broken is null ? text.ToString() : throw broken;
    }

    /// <summary>Gives the blocks of an index, as far as their places can still be read, checksums that fit.</summary>
    private static byte[] Resealed(byte[] index)
    {
        byte[] bytes = [.. index];
        int at = bytes.Length - 48;
        if (at > 0 && BlockHandle.TryRead(bytes, ref at, out _) && BlockHandle.TryRead(bytes, ref at, out BlockHandle top) && Reseal(bytes, top))
        {
            int entry = (int)top.Offset;
            if (Varint.TryRead(bytes, ref entry, out _) && Varint.TryRead(bytes, ref entry, out ulong own) && Varint.TryRead(bytes, ref entry, out _) && own < (ulong)(bytes.Length - entry))
            {
                entry += (int)own;
                if (BlockHandle.TryRead(bytes, ref entry, out BlockHandle first))
                {
                    Reseal(bytes, first);
                }
            }
        }
        return bytes;
    }

    private static bool Reseal(byte[] bytes, BlockHandle block)
    {
        if (block.Offset > (ulong)bytes.Length || block.Size + 5 > (ulong)bytes.Length - block.Offset || block.Size > int.MaxValue)
        {
            return false;
        }
        uint crc = Crc32C.Mask(Crc32C.Compute(bytes.AsSpan((int)block.Offset, (int)block.Size + 1)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)(block.Offset + block.Size) + 1), crc);
        return true;
    }

    private static void Run(string file, int count, Action<byte[], int> read)
    {
        byte[] original = File.ReadAllBytes(TestData.Path(file));
        int refused = 0;
        Parallel.For(0, count, number =>
        {
            byte[] mutant = Mutate(original, number);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                read(mutant, number);
            }
            catch (ModelFormatException)
            {
                Interlocked.Increment(ref refused);
            }
            catch (Exception other)
            {
                throw new AssertionException($"Mutant {number} of {file}: {other}");
            }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"bytes for mutant {number} of {file}");
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(_maxTime), $"time for mutant {number} of {file}");
        });
        Assert.That(refused, Is.GreaterThan(count / 20), "the mutations must bite");
    }

    private static byte[] Mutate(byte[] original, int number)
    {
        var random = new Random(number);
        byte[] bytes = [.. original];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(10))
            {
                case 0 when number % 3 == 0:
                    Array.Resize(ref bytes, Math.Max(1, at));
                    break;
                case < 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case < 5:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    at = Occupied(bytes, at);
                    Replace(bytes.AsSpan(at), random);
                    break;
            }
        }
        return bytes;
    }

    /// <summary>Most of a file is empty space; a number that is there is more likely to be a length or an address.</summary>
    private static int Occupied(byte[] bytes, int at)
    {
        int next = bytes.AsSpan(at).IndexOfAnyExcept((byte)0);
        return next < 0 ? at : at + next;
    }

    private static void Replace(Span<byte> at, Random random)
    {
        int size = 1 << random.Next(1, 4);
        if (at.Length < 8)
        {
            return;
        }
        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(at);
        ulong value = random.Next(9) switch
        {
            0 => 0,
            1 => ulong.MaxValue,
            2 => int.MaxValue,
            3 => 1ul << random.Next(64),
            4 => old + 1,
            5 => old - 1,
            6 => old * 2,
            7 => (ulong)random.Next(20_000),
            _ => (ulong)random.NextInt64(),
        };
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
        eight[..size].CopyTo(at);
    }

    private static long Walk(Hdf5Group group)
    {
        long total = Use(group.Attributes);
        ModelFormatException? broken = null;
        foreach (string name in group.Names)
        {
            // One broken object must not hide the others.
            try
            {
                if (group.TryGet(name, out Hdf5Object? child))
                {
                    total += child is Hdf5Group below ? Walk(below) : Use((Hdf5Dataset)child);
                }
            }
            catch (ModelFormatException fault)
            {
                broken ??= fault;
            }
        }
        return broken is null ? total : throw broken;
    }

    private static long Use(Hdf5Dataset dataset)
    {
        long total = Use(dataset.Attributes);
        if (dataset.ByteLength > MaxRead)
        {
            return total;
        }
        if (dataset.ElementType is ElementType.VariableString or ElementType.FixedString)
        {
            return total + dataset.ReadStrings().Length;
        }
        var bytes = new byte[dataset.ByteLength];
        dataset.Read(bytes);
        dataset.TryGetView(out _);
        return total + bytes.Length;
    }

    private static long Use(Hdf5Attributes attributes)
    {
        long total = 0;
        foreach (string name in attributes.Names)
        {
            if (attributes.TryGet(name, out Hdf5Attribute? attribute))
            {
                total += attribute.ElementType is ElementType.VariableString or ElementType.FixedString
                    ? attribute.GetStrings().Length
                    : attribute.GetBytes().Length;
            }
        }
        return total;
    }

    private static int Use(NpyArray array) =>
        array.ElementType is ElementType.FixedString or ElementType.Utf32String ? array.ToStrings().Length : array.Count;
}
