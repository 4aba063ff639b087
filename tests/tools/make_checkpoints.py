"""Writes tests/data/checkpoints with real TensorFlow: what Keras's own checkpoints don't show.

    python tests/tools/make_checkpoints.py

shards: three shards, a tensor in slices along both axes, strings, a scalar, no elements.
many: some hundreds of tensors with long common prefixes, so that keys are shared and the index has restarts.
"""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np
import tensorflow as tf

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "checkpoints")


def shards():
    prefix = os.path.join(FOLDER, "shards")
    table = tf.reshape(tf.range(7 * 5, dtype=tf.float32), (7, 5))
    parts = [
        (["table", "table", "words"], ["7 5 0,4:0,3", "7 5 0,4:3,2", ""], [table[:4, :3], table[:4, 3:], tf.constant(["", "naïve", "x" * 300])]),
        (["table", "numbers"], ["7 5 4,3:-", ""], [table[4:], tf.range(100, dtype=tf.int64)]),
        (["scalar", "nothing"], ["", ""], [tf.constant(2.5, tf.float64), tf.zeros((0, 3), tf.int32)]),
    ]
    pieces = []
    for number, (names, slices, tensors) in enumerate(parts):
        pieces.append(f"{prefix}_part{number}")
        tf.raw_ops.SaveV2(prefix=pieces[-1], tensor_names=names, shape_and_slices=slices, tensors=tensors)
    tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=pieces, destination_prefix=prefix, delete_old_dirs=False)


def many():
    names = [f"block/layer_with_a_long_name/{i:03}/.ATTRIBUTES/VARIABLE_VALUE" for i in range(300)]
    tf.raw_ops.SaveV2(prefix=os.path.join(FOLDER, "many"), tensor_names=names, shape_and_slices=[""] * 300, tensors=[tf.constant([i, i + 1]) for i in range(300)])


shards()
many()
print(sorted(os.listdir(FOLDER)))
