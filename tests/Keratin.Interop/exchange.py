"""Opens what Keratin saved and saves what Keratin is to open.

request: {"folder", "read": [{"keras", "file"}], "write": [{"keras", "file", "optimizer"}], "x", "y", "steps", "batch"}
answer:  {"read": [{"predictions", "losses"} | {"error"}], "write": [{"predictions", "losses"}]}
"""
import json, os, sys, traceback

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
import tf_keras

request = json.load(open(sys.argv[1]))
x = np.array(request["x"], "float32").reshape(request["shape"])
y = np.array(request["y"], "int32")
steps, batch = request["steps"], request["batch"]


def library(number):
    return tf_keras if number == 2 else keras


def losses(model):
    found = []
    for i in range(steps):
        rows = slice(i * batch, (i + 1) * batch)
        result = model.train_on_batch(x[rows], y[rows], reset_metrics=True, return_dict=True) if isinstance(model, tf_keras.Model) else None
        if result is None:
            model.reset_metrics()
            result = model.train_on_batch(x[rows], y[rows], return_dict=True)
        found.append(float(result["loss"]))
    return found


def read(entry):
    K = library(entry["keras"])
    model = K.models.load_model(os.path.join(request["folder"], entry["file"]))
    predictions = model.predict(x, verbose=0).ravel().tolist()
    return {"predictions": predictions, "losses": losses(model) if entry["train"] else None}


def build(K):
    L = K.layers
    i = L.Input((6, 6, 2), name="image")
    h = L.Conv2D(4, 3, activation="relu", padding="same")(i)
    h = L.BatchNormalization()(h)
    h = L.MaxPooling2D()(h)
    h = L.Flatten()(h)
    a = L.Dense(8, activation="tanh")(h)
    b = L.Dense(8, activation="sigmoid")(h)
    h = L.Concatenate()([L.Add()([a, b]), L.Multiply()([a, b])])
    h = L.LayerNormalization()(h)
    return K.Model(i, L.Dense(3)(h), name="exchange")


def write(entry):
    K = library(entry["keras"])
    K.utils.set_random_seed(7)
    model = build(K)
    optimizer = {"sgd": K.optimizers.SGD(0.01, momentum=0.9), "adam": K.optimizers.Adam(0.01), "rmsprop": K.optimizers.RMSprop(0.01, momentum=0.5)}[entry["optimizer"]]
    model.compile(optimizer, K.losses.SparseCategoricalCrossentropy(from_logits=True))
    losses(model)
    path = os.path.join(request["folder"], entry["file"])
    if path.endswith(".folder"):
        model.save(path, zipped=False)
    else:
        model.save(path)
    return {"predictions": model.predict(x, verbose=0).ravel().tolist(), "losses": losses(model)}


def safely(work, entry):
    try:
        return work(entry)
    except Exception:
        return {"error": traceback.format_exc()[-1500:]}


json.dump({"read": [safely(read, e) for e in request["read"]], "write": [safely(write, e) for e in request["write"]]}, open(sys.argv[2], "w"))
