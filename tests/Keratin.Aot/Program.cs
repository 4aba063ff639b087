using System.Globalization;
using System.IO.Compression;
using Keratin;
using Keratin.Models;

// Keratin.Aot DATA: loads a model that Python trained and predicts ten digits; fails where an answer is not Python's.
string data = args[0];
var model = Model.Load(Path.Combine(data, "python", "digits.keras"));
var images = Tensor.From(ReadImages(Path.Combine(data, "digits.csv.gz"), first: 1437, count: 10), [10, 8, 8, 1]);
float[] predicted = model.Predict(images).Single.ToArray<float>();
float[] expected = ReadNumbers(File.ReadAllText(Path.Combine(data, "python", "digits-predictions.csv")));

if (predicted.Length != expected.Length)
{
    Console.Error.WriteLine($"{predicted.Length} numbers were predicted, {expected.Length} expected.");
    return 1;
}
double difference = predicted.Zip(expected, static (a, b) => Math.Abs((double)a - b)).Max();
Console.WriteLine($"{model.Name}: predictions differ from Python's by at most {difference:0.0e+00}");
return difference <= 1e-5 ? 0 : 1;

static float[] ReadImages(string path, int first, int count)
{
    using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
    var rows = new List<float>();
    for (int row = 0; row < first + count; row++)
    {
        string line = reader.ReadLine() ?? throw new InvalidDataException($"{path} has only {row} rows.");
        if (row >= first) rows.AddRange(ReadNumbers(line)[..64].Select(static pixel => pixel / 16));
    }
    return [.. rows];
}

static float[] ReadNumbers(string text) =>
    [.. text.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static value => float.Parse(value, CultureInfo.InvariantCulture))];
