"""Opens files that Keratin loaded and saved again, and compares them with what the original gave.

request: {"entries": [{"keras", "file", "case", "original"}]}
answer:  [{"error": text or null, "skip": text or null}]
"""
import json, os, sys, traceback

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
import tf_keras


def load(library, path):
    return library.models.load_model(path)


def inputs_of(task, arrays):
    given = task["inputs"]
    if all(name.isdigit() for name in given):
        values = [arrays[given[name]] for name in sorted(given, key=int)]
        values = [v.astype(str).astype(object) if v.dtype.kind == "S" else v for v in values]
        return values[0] if len(values) == 1 else values
    return {name: arrays[key] for name, key in given.items()}


def predict(model, task, arrays):
    import tensorflow as tf

    given = inputs_of(task, arrays)
    convert = lambda v: tf.constant(v)
    given = {k: convert(v) for k, v in given.items()} if isinstance(given, dict) else [convert(v) for v in given] if isinstance(given, list) else convert(given)
    result = model(given, training=False)
    if isinstance(result, dict):
        return {name: np.asarray(value) for name, value in result.items()}
    results = result if isinstance(result, (list, tuple)) else [result]
    return {str(i): np.asarray(value) for i, value in enumerate(results)}


def compare_predictions(model, task, arrays):
    got = predict(model, task, arrays)
    for name, key in task["outputs"].items():
        want = arrays[key]
        value = got[name] if name in got else list(got.values())[0]
        np.testing.assert_allclose(value, want, rtol=max(task["rtol"], 1e-5), atol=max(task["atol"], 1e-5), err_msg=f"output {name}")


def losses(model, task, arrays):
    x, y, size = arrays[task["x"]], arrays[task["y"]], task["batch_size"]
    batches, found = -(-len(x) // size), []
    for i in range(len(task["losses"])):
        rows = slice(i % batches * size, (i % batches + 1) * size)
        if isinstance(model, tf_keras.Model):
            found.append(model.train_on_batch(x[rows], y[rows], reset_metrics=True, return_dict=True)["loss"])
        else:
            model.reset_metrics()
            found.append(model.train_on_batch(x[rows], y[rows], return_dict=True)["loss"])
    return np.array(found, "float64")


def check(entry):
    library = tf_keras if entry["keras"] == 2 else keras
    case = json.load(open(os.path.join(entry["case"], "case.json")))
    arrays = np.load(os.path.join(entry["case"], "io.npz"))
    try:
        original = load(library, entry["original"])
    except Exception as error:
        return {"skip": f"Keras itself does not open the original: {str(error)[:200]}", "error": None}
    model = load(library, entry["file"])
    for task in case["tasks"]:
        if task["task"] == "predict" and "signature" not in task:
            compare_predictions(model, task, arrays)
    for task in case["tasks"]:
        if task["task"] == "resume" and model.optimizer is not None:
            want = np.array(task["losses"])
            if "keras_itself" in task or "keras_itself" in case:
                # Where Keras loses the state of its own file, our file must do as the original does.
                try:
                    want = losses(original, task, arrays)
                except ValueError:
                    return {"skip": "Keras itself can't train what it loads from the original; predictions agree", "error": None}
            np.testing.assert_allclose(losses(model, task, arrays), want, rtol=max(task["rtol"], 1e-5), atol=1e-6, err_msg="losses")
    return {"skip": None, "error": None}


def safely(entry):
    try:
        return check(entry)
    except Exception:
        return {"skip": None, "error": traceback.format_exc()[-1500:]}


request = json.load(open(sys.argv[1]))
json.dump([safely(entry) for entry in request["entries"]], open(sys.argv[2], "w"))
