"""Restores checkpoints that Keratin wrote, and writes checkpoints that Keratin is to restore.

request: {"folder", "layers": [{"name", "keras", "layer", "data"}]} for preprocessing layers, and for training {"cases": [{"name", "keras", "model", "optimizer", "reader"}], "x", "shapes", "y", "steps", "batch"}
answer:  {"layers": {name: {"read", "write"}}, "read": [{"losses"} | {"error"}], "write": [{"losses"} | {"error"}], "weights": [...], "manager": [...]}
"""
import json, os, sys, traceback

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
import keras
import tf_keras

request = json.load(open(sys.argv[1]))
folder, steps, batch = request["folder"], request.get("steps"), request.get("batch")
y = np.array(request.get("y", []), "int32")
x = {name: np.array(values, "float32").reshape(request["shapes"][name]) for name, values in request.get("x", {}).items()}


def library(number):
    return tf_keras if number == 2 else keras


def plain(K):
    L = K.layers
    i = L.Input((6,))
    return K.Model(i, L.Dense(3)(L.BatchNormalization()(L.Dense(9, activation="relu")(i))))


def zoo(K):
    """Layers within layers, cells, a model within the model."""
    L = K.layers
    i = L.Input((5, 4))
    h = L.Conv1D(6, 3, padding="same", activation="relu")(i)
    h = L.MultiHeadAttention(2, 3)(h, h)
    h = L.LayerNormalization()(h)
    h = L.TimeDistributed(L.Dense(5))(h)
    h = L.Bidirectional(L.LSTM(4, return_sequences=True))(h)
    h = L.GRU(4)(h)
    inner = K.Sequential([L.Dense(6, activation="relu"), L.BatchNormalization()])
    return K.Model(i, L.Dense(3)(inner(h)))


def make(entry, optimizer):
    K = library(entry["keras"])
    K.utils.set_random_seed(3)
    model = {"plain": plain, "zoo": zoo}[entry["model"]](K)
    names = {"K": K, "LossScaleOptimizer": K.mixed_precision.LossScaleOptimizer, **vars(K.optimizers)}
    model.compile(eval(optimizer, names), K.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def losses(model, data):
    found = []
    for i in range(steps):
        rows = slice(i * batch, (i + 1) * batch)
        if isinstance(model, tf_keras.Model):
            result = model.train_on_batch(data[rows], y[rows], reset_metrics=True, return_dict=True)
        else:
            model.reset_metrics()
            result = model.train_on_batch(data[rows], y[rows], return_dict=True)
        found.append(float(result["loss"]))
    return found


def read(entry):
    model = make(entry, entry["reader"])
    status = tf.train.Checkpoint(model=model, optimizer=model.optimizer).read(os.path.join(folder, entry["name"]))
    # The optimizer makes its slots in the first step: they are restored then.
    found = losses(model, x[entry["model"]])
    status.assert_consumed()
    return {"losses": found}


def write(entry):
    model = make(entry, entry["optimizer"])
    losses(model, x[entry["model"]])
    tf.train.Checkpoint(model=model, optimizer=model.optimizer).write(os.path.join(folder, "python-" + entry["name"]))
    return {"losses": losses(model, x[entry["model"]])}


def weights(entry):
    """Keras 2's own load_weights of what SaveWeights wrote."""
    model = make(entry, entry["reader"])
    model.load_weights(os.path.join(folder, "weights-" + entry["name"])).assert_existing_objects_matched()
    return {"losses": losses(model, x[entry["model"]])}


def manager(_):
    """Goes on from the newest of a folder, and saves twice more."""
    step = tf.Variable(0, dtype=tf.int64)
    checkpoint = tf.train.Checkpoint(step=step, parts=[tf.Variable([0.0, 0.0])], names=tf.Variable(["", ""]))
    manager = tf.train.CheckpointManager(checkpoint, os.path.join(folder, "managed"), max_to_keep=2)
    checkpoint.restore(manager.latest_checkpoint).assert_consumed()
    found = {"step": int(step), "parts": checkpoint.parts[0].numpy().tolist(), "names": [text.decode() for text in checkpoint.names.numpy()], "counter": int(checkpoint.save_counter)}
    for _ in range(2):
        step.assign_add(1)
        manager.save()
    return found


def adapted(entry):
    K = library(entry["keras"])
    layer = eval("K.layers." + entry["layer"], {"K": K})
    data = np.array(entry["data"])
    text, whole = data.dtype.kind == "U", data.dtype.kind == "i"
    layer.adapt(data if text or whole else data.astype("float32")[:, None])
    i = K.Input((1,), dtype="string" if text else "int64" if whole else "float32")
    return K.Model(i, layer(i))


def read_layer(entry):
    tf.train.Checkpoint(model=adapted(entry)).read(os.path.join(folder, entry["name"])).assert_consumed()
    return "consumed"


def write_layer(entry):
    tf.train.Checkpoint(model=adapted(entry)).write(os.path.join(folder, "python-" + entry["name"]))
    return "written"


def told(work, entry):
    result = safely(work, entry)
    return result if isinstance(result, str) else result["error"]


def safely(work, entry):
    try:
        return work(entry)
    except Exception:
        return {"error": traceback.format_exc()[-1800:]}


layers = {entry["name"]: {"read": told(read_layer, entry), "write": told(write_layer, entry)} for entry in request.get("layers", [])}
json.dump({"layers": layers} if layers else {
    "read": [safely(read, entry) for entry in request["cases"]],
    "write": [safely(write, entry) for entry in request["cases"]],
    "weights": [safely(weights, entry) if entry["keras"] == 2 else None for entry in request["cases"]],
    "manager": safely(manager, None),
}, open(sys.argv[2], "w"))
