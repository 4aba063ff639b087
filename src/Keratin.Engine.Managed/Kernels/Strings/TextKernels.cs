namespace Keratin.Engines.Managed.Kernels;

/// <summary>Byte strings: joining, splitting, matching, converting, hashing.</summary>
internal static class TextKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "StringLower" => Text.Map(static o => Casing.Of(o, upper: false)),
        "StringUpper" => Text.Map(static o => Casing.Of(o, upper: true)),
        "StringStrip" => Text.Map(static _ => static text => Strip(text)),
        "StringLength" => Text.Numbers<int>(static (o, _) => Text.CountsCharacters(o) ? CountCharacters : static text => text.Length),
        "Substr" => new ObjectKernel(Substrings.Run),
        "StringJoin" => new ObjectKernel(Joins.StringJoin),
        "ReduceJoin" => new ObjectKernel(Joins.ReduceJoin),
        "UnsortedSegmentJoin" => new ObjectKernel(Joins.UnsortedSegmentJoin),
        "StringSplit" => new ObjectKernel(Splits.StringSplit),
        "StringSplitV2" => new ObjectKernel(Splits.StringSplitV2),
        "StringNGrams" => new ObjectKernel(NGrams.Run),
        "RegexFullMatch" or "StaticRegexFullMatch" => new ObjectKernel(Regexes.FullMatch),
        "RegexReplace" or "StaticRegexReplace" => new ObjectKernel(Regexes.Replace),
        "StringToHashBucketFast" => Text.Numbers<long>(static (o, _) => Bucket(o.Attrs.Int("num_buckets"), static text => FarmHash.Fingerprint64(text))),
        "StringToHashBucket" => Text.Numbers<long>(static (o, _) => Bucket(o.Attrs.Int("num_buckets"), static text => MurmurHash.Hash64(text))),
        "StringToHashBucketStrong" => Text.Numbers<long>(static (o, _) => Bucket(o.Attrs.Int("num_buckets"), SipHash.Keyed(o))),
        "Fingerprint" => new ObjectKernel(Fingerprints.Run),
        "AsString" => new ObjectKernel(NumberText.AsString),
        "StringToNumber" => new ObjectKernel(NumberText.ToNumber),
        "EncodeBase64" => Text.Map(static o => Base64.Encoder(o.Attrs.Bool("pad"))),
        "DecodeBase64" => Text.Map(static o => Base64.Decoder(o)),
        "DecodeRaw" or "DecodePaddedRaw" => new ObjectKernel(RawBytes.Decode),
        "UnicodeDecode" or "UnicodeDecodeWithOffsets" => new ObjectKernel(UnicodeKernels.Decode),
        "UnicodeEncode" => new ObjectKernel(UnicodeKernels.Encode),
        "UnicodeTranscode" => new ObjectKernel(UnicodeKernels.Transcode),
        "UnicodeScript" => new ObjectKernel(UnicodeScripts.Run),
        "StringFormat" => new ObjectKernel(TensorSummary.Format),
        "SparseCross" => new ObjectKernel(FeatureCrosses.Run),
        "Assert" => new ObjectKernel(TensorSummary.Assert),
        "PrintV2" => new ObjectKernel(TensorSummary.Print),
        _ => null,
    };

    private static byte[] Strip(byte[] text)
    {
        int start = 0, end = text.Length;
        while (start < end && Text.IsSpace(text[start])) start++;
        while (end > start && Text.IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static int CountCharacters(byte[] text)
    {
        int count = 0;
        foreach (byte b in text) if ((b & 0xC0) != 0x80) count++;
        return count;
    }

    private static Func<byte[], long> Bucket(long buckets, Func<byte[], ulong> hash) =>
        buckets > 0 ? text => (long)(hash(text) % (ulong)buckets) : throw new ArgumentException($"num_buckets must be positive; it is {buckets}.");
}
