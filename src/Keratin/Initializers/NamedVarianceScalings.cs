using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>Uniform within <c>±sqrt(6 / (inputs + outputs))</c>, also called Xavier (<c>keras.initializers.GlorotUniform</c>).</summary>
/// <param name="seed">The seed; null has one chosen.</param>
/// <param name="inputAxes">See <see cref="VarianceScaling"/>.</param>
/// <param name="outputAxes">See <see cref="VarianceScaling"/>.</param>
[KerasObject("GlorotUniform", Keys = ["seed", "input_axes", "output_axes"])]
public sealed partial class GlorotUniform(InitializerSeed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, FanMode.FanAvg, VarianceDistribution.Uniform, seed, inputAxes, outputAxes);

/// <summary>Truncated normal with a deviation of <c>sqrt(2 / (inputs + outputs))</c> (<c>keras.initializers.GlorotNormal</c>).</summary>
/// <param name="seed">The seed; null has one chosen.</param>
/// <param name="inputAxes">See <see cref="VarianceScaling"/>.</param>
/// <param name="outputAxes">See <see cref="VarianceScaling"/>.</param>
[KerasObject("GlorotNormal", Keys = ["seed", "input_axes", "output_axes"])]
public sealed partial class GlorotNormal(InitializerSeed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, FanMode.FanAvg, VarianceDistribution.TruncatedNormal, seed, inputAxes, outputAxes);

/// <summary>Uniform within <c>±sqrt(3 / inputs)</c> (<c>keras.initializers.LecunUniform</c>).</summary>
/// <param name="seed">The seed; null has one chosen.</param>
/// <param name="inputAxes">See <see cref="VarianceScaling"/>.</param>
/// <param name="outputAxes">See <see cref="VarianceScaling"/>.</param>
[KerasObject("LecunUniform", Keys = ["seed", "input_axes", "output_axes"])]
public sealed partial class LecunUniform(InitializerSeed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, FanMode.FanIn, VarianceDistribution.Uniform, seed, inputAxes, outputAxes);

/// <summary>Truncated normal with a deviation of <c>sqrt(1 / inputs)</c> (<c>keras.initializers.LecunNormal</c>).</summary>
/// <param name="seed">The seed; null has one chosen.</param>
/// <param name="inputAxes">See <see cref="VarianceScaling"/>.</param>
/// <param name="outputAxes">See <see cref="VarianceScaling"/>.</param>
[KerasObject("LecunNormal", Keys = ["seed", "input_axes", "output_axes"])]
public sealed partial class LecunNormal(InitializerSeed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, FanMode.FanIn, VarianceDistribution.TruncatedNormal, seed, inputAxes, outputAxes);

/// <summary>Uniform within <c>±sqrt(6 / inputs)</c> (<c>keras.initializers.HeUniform</c>).</summary>
/// <param name="seed">The seed; null has one chosen.</param>
/// <param name="inputAxes">See <see cref="VarianceScaling"/>.</param>
/// <param name="outputAxes">See <see cref="VarianceScaling"/>.</param>
[KerasObject("HeUniform", Keys = ["seed", "input_axes", "output_axes"])]
public sealed partial class HeUniform(InitializerSeed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(2, FanMode.FanIn, VarianceDistribution.Uniform, seed, inputAxes, outputAxes);

/// <summary>Truncated normal with a deviation of <c>sqrt(2 / inputs)</c> (<c>keras.initializers.HeNormal</c>).</summary>
/// <param name="seed">The seed; null has one chosen.</param>
/// <param name="inputAxes">See <see cref="VarianceScaling"/>.</param>
/// <param name="outputAxes">See <see cref="VarianceScaling"/>.</param>
[KerasObject("HeNormal", Keys = ["seed", "input_axes", "output_axes"])]
public sealed partial class HeNormal(InitializerSeed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(2, FanMode.FanIn, VarianceDistribution.TruncatedNormal, seed, inputAxes, outputAxes);
