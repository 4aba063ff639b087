#:project ../src/Keratin/Keratin.csproj

// The architecture without weights: configs, JSON, and clones.
// Run it with: dotnet run examples/architecture-only.cs

using Keratin;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

// The config of a layer, and a layer from it: the state is new.
var layer = new Dense(3, "relu") { Name = "three" };
var config = layer.GetConfig();
Console.WriteLine(config.ToJsonString());
config["units"] = 5;
var other = (Dense)Dense.KerasClass.FromConfig(config);
Check(other.Units == 5 && other.Name == "three", "a changed config makes a changed layer");

// A Sequential model, and a Functional one, through JSON in the dialects of Keras 3 and Keras 2.
var sequential = new Sequential([new Input(32), new Dense(1)]);
var input = new Input(32) { Name = "in" };
var functional = new Functional(input, new Dense(1) { Name = "out" }.Apply((Tensor)input));
foreach (Model model in new Model[] { sequential, functional })
{
    string json = model.ToJson();
    Check(Model.FromJson(json).ToJson() == json, $"the {model.ClassName} model's JSON makes a model of the same JSON");
    var keras2 = Model.FromJson(model.ToJson(Dialect.Keras2));
    Check(keras2.Dialect == Dialect.Keras2 && keras2.CountParameters() == model.CountParameters(), "and so does the JSON of Keras 2");
}

// Any object: serialised with its class, made again from that.
var serialised = KerasSerializer.Serialize(layer);
Check(KerasSerializer.Deserialize<Layer>(serialised) is Dense { Units: 3 }, "a serialised layer is made again");

// Cloning in memory: the same structure, weights of its own. A function may change layers on the way.
var clone = functional.Clone();
Check(clone.ToJson() == functional.ToJson() && !clone.Weights.Intersect(functional.Weights).Any(), "a clone has weights of its own");
var wider = functional.Clone(new CloneOptions { CloneFunction = static found => found is Dense ? new Dense(7) { Name = found.Name } : KerasSerializer.Clone(found) });
Check(wider.CountParameters() == 32 * 7 + 7, "a clone function replaces layers");

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));
