"""Keras on the MNIST CNN. usage: keras_tasks.py TASK THREADS DATA (folder with images and labels, raw uint8)"""
import os, sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
import keras
from turns import serve

task, threads, data = sys.argv[1], int(sys.argv[2]), sys.argv[3]
tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)
X = np.fromfile(f"{data}/images", np.uint8).reshape(-1, 28, 28, 1).astype(np.float32) / 255
Y = np.fromfile(f"{data}/labels", np.uint8).astype(np.int64)
keras.utils.set_random_seed(1)
layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
if task == "train":
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    serve(lambda: model.fit(X, Y, batch_size=128, epochs=1, verbose=0), len(X))
elif task == "predict":
    # The fastest way found: one compiled function, batches of 1000.
    run = tf.function(lambda x: model(x, training=False))
    batches = [tf.constant(X[i : i + 1000]) for i in range(0, 10000, 1000)]
    serve(lambda: [run(b).numpy() for b in batches], 10000)
