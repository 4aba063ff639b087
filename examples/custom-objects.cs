#:project ../src/Keratin/Keratin.csproj

// Layers, models and functions of one's own in files: registered, given to the call that loads, or in scope.
// Run it with: dotnet run examples/custom-objects.cs

using Keratin;
using Keratin.Activations;
using Keratin.Formats;
using Keratin.Initializers;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;
using Keratin.Serialization;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
string path = Path.Combine(folder, "custom.keras");
var x = Tensor.From([.. Enumerable.Range(0, 8 * 4).Select(static i => MathF.Sin(i))], [8, 4]);

// A function gets its name by registration; a class brings it along.
Func<Tensor, Tensor> swishLike = static t => t * Ops.Sigmoid(1.5f * t);
KerasObjects.RegisterFunction("my_package", "swish_like", swishLike);

var model = new Sequential([new Input(4), new Linear(6, gain: 2), new ActivationLayer(swishLike), new Dense(1)]);
model.Compile(new Adam(), new MeanSquaredError());
model.Fit(x, Tensor.Zeros([8, 1]), epochs: 1);
model.Save(path);
float[] expected = model.Predict(x).Single.ToArray<float>();

// 1. Registered: classes marked with [KerasObject] are found by their package and name.
Check(Model.Load(path).Predict(x).Single.ToArray<float>().SequenceEqual(expected), "registered classes and functions are found by name");

// 2. Given to the call: here another class takes the place of the saved one.
var loaded = Model.Load(path, new LoadOptions { CustomObjects = new CustomObjects { { "my_package>Linear", LoudLinear.KerasClass } } });
Check(loaded.Layers[0] is LoudLinear, "a class given to the call comes first");

// 3. In scope: everything that this thread loads sees the custom objects.
using (new CustomObjectScope(new CustomObjects { { "my_package>Linear", LoudLinear.KerasClass } }))
    Check(Model.Load(path).Layers[0] is LoudLinear, "a class in scope is found");

// A class that nobody supplies is named, with the ways to supply it.
string json = model.ToJson().Replace("my_package>Linear", "their_package>Unknown").Replace("\"Linear\"", "\"Unknown\"");
try
{
    Model.FromJson(json);
    throw new InvalidOperationException("an unknown class was made");
}
catch (ModelFormatException unknown)
{
    Console.WriteLine($"ok: {unknown.Message}");
}

// A subclassed model: its layers are found in its fields, its structure is code, so a file needs its class.
var subclassed = new Blocks([8, 4]);
subclassed.Compile(new RMSprop(), new MeanSquaredError());
subclassed.Fit(x, Tensor.Zeros([8, 2]), epochs: 1);
subclassed.Save(path);
Check(Model.Load(path).Predict(x).Single.ToArray<float>().SequenceEqual(subclassed.Predict(x).Single.ToArray<float>()), "a subclassed model comes back");
Directory.Delete(folder, recursive: true);

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));

/// <summary>A dense layer whose output is scaled. Config and registration are generated.</summary>
[KerasObject("Linear", Package = "my_package")]
internal partial class Linear(int units, double gain = 1) : Layer
{
    private Weight? kernel;

    [Config]
    public int Units { get; } = units;

    [Config]
    public double Gain { get; } = gain;

    protected override void Build(Shape input) => kernel = AddWeight("kernel", [input[^1], Units], new GlorotUniform());

    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.MatMul(inputs, kernel!.Value) * (float)Gain;

    public override Shape ComputeOutputShape(Shape input) => input[..^1].Append(Units);
}

/// <summary>Reads the same config, and shouts.</summary>
[KerasObject("Linear", Package = "loud")]
internal sealed partial class LoudLinear(int units, double gain = 1) : Linear(units, gain)
{
    protected override Tensor Call(Tensor inputs, CallContext context) => base.Call(inputs, context) * 10f;
}

/// <summary>A model by hand: relu layers of some sizes, then one of 2 units.</summary>
[KerasObject("Blocks", Package = "my_package")]
internal sealed partial class Blocks : Model
{
    private readonly Dense[] blocks;
    private readonly Dense last = new(2);

    public Blocks(int[] units)
    {
        Units = units;
        blocks = Array.ConvertAll(units, static size => new Dense(size, "relu"));
    }

    [Config]
    public int[] Units { get; }

    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        foreach (var block in blocks) inputs = block.Apply(inputs);
        return last.Apply(inputs);
    }
}
