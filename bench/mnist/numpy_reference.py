#!/usr/bin/env python3
"""The training that bench/mnist times, in plain NumPy and float32: 784-100-10 with relu between, no biases, batches
of 100 in the order of the file, W <- W - 0.2 dl/dW.

    Z_2 = relu(X W_1)    Z_3 = Z_2 W_2    G_3 = (softmax(Z_3) - onehot(y)) / m    G_2 = (G_3 W_2^T) o (Z_2 > 0)
    dl/dW_2 = Z_2^T G_3    dl/dW_1 = X^T G_2

    numpy_reference.py <folder of MNIST's files> <file of W_1> <file of W_2> [epochs [double]]

With `double`, onehot(y) is of doubles, which np.zeros makes if nothing else is said, and so all of the backward pass: it
is slower, and common among solutions of the homework.
"""
import gzip
import os
import sys
import time

import numpy as np


def read_idx(folder, name):
    for path in (os.path.join(folder, name), os.path.join(folder, name + ".gz")):
        if os.path.exists(path):
            with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
                raw = file.read()
            dimensions = raw[3]
            shape = np.frombuffer(raw, ">i4", dimensions, 4)
            return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)
    sys.exit(f"{folder}: found neither {name} nor {name}.gz")


def read_set(folder, part):
    images = read_idx(folder, part + "-images-idx3-ubyte")
    x = images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
    return x, read_idx(folder, part + "-labels-idx1-ubyte")


def evaluate(z, y):
    """The mean loss, and the share of rows taken for another class."""
    top = z.max(axis=1)
    losses = np.log(np.exp(z - top[:, None]).sum(axis=1)) + top - z[np.arange(len(y)), y]
    return losses.mean(dtype=np.float64), (z.argmax(axis=1) != y).mean()


def train_epoch(x, y, w1, w2, rate, m, number):
    for first in range(0, len(y), m):
        xb, yb = x[first : first + m], y[first : first + m]
        z2 = np.maximum(xb @ w1, 0)
        g3 = np.exp(z2 @ w2)
        g3 /= g3.sum(axis=1, keepdims=True)
        onehot = np.zeros(g3.shape, number)
        onehot[np.arange(len(yb)), yb] = 1
        g3 = (g3 - onehot) / number(len(yb))
        g2 = (g3 @ w2.T) * (z2 > 0)
        w2 -= rate * (z2.T @ g3)
        w1 -= rate * (xb.T @ g2)


def main(folder, w1_file, w2_file, epochs="20", backward="float"):
    number = {"float": np.float32, "double": np.float64}[backward]
    x_train, y_train = read_set(folder, "train")
    x_test, y_test = read_set(folder, "t10k")
    w1 = np.fromfile(w1_file, "<f4").reshape(784, 100)
    w2 = np.fromfile(w2_file, "<f4").reshape(100, 10)
    print("| Epoch | Train Loss | Train Err | Test Loss | Test Err |")
    training, start = 0.0, time.perf_counter()
    for epoch in range(int(epochs)):
        began = time.perf_counter()
        train_epoch(x_train, y_train, w1, w2, np.float32(0.2), 100, number)
        training += time.perf_counter() - began
        (train_loss, train_error), (test_loss, test_error) = (
            evaluate(np.maximum(x @ w1, 0) @ w2, y) for x, y in ((x_train, y_train), (x_test, y_test))
        )
        print(f"|  {epoch:4} |    {train_loss:.5f} |   {train_error:.5f} |   {test_loss:.5f} |  {test_error:.5f} |")
    total = time.perf_counter() - start
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "default")
    print(f"numpy {np.__version__}, backward pass in {backward}, OPENBLAS_NUM_THREADS={threads}: {total:.2f} s, "
          f"{training:.2f} s of them training")


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
