"""Softmax regression in numpy: which of several labels a row of numbers belongs to. Nesterov's descent."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


def fit(rows: Array, labels: npt.NDArray[np.int64], weight: Array, *, ridge: float, steps: int) -> Array:
    """Weights of shape (features + 1, labels); the last row is the bias. `weight` is each row's own."""
    x = np.hstack([rows, np.ones((len(rows), 1), dtype=np.float32)])
    wanted = np.eye(int(labels.max()) + 1, dtype=np.float32)[labels]
    share = (weight / weight.sum()).astype(np.float32)[:, None]
    keep = np.full((x.shape[1], 1), ridge, dtype=np.float32)
    keep[-1] = 0
    rate = np.float32(1 / (0.5 * np.linalg.norm(x * np.sqrt(share), 2) ** 2 + ridge))
    now = before = np.zeros((x.shape[1], wanted.shape[1]), dtype=np.float32)
    for step in range(steps):
        ahead = now + np.float32(step / (step + 3)) * (now - before)
        before, now = now, ahead - rate * (x.T @ ((share_of(x @ ahead) - wanted) * share) + keep * ahead)
    return now


def scores(rows: Array, weights: Array) -> Array:
    """What speaks for each label, before it is made a share."""
    scored: Array = rows @ weights[:-1] + weights[-1]
    return scored


def share_of(scored: Array) -> Array:
    """Scores as shares that sum to one."""
    e = np.exp(scored - scored.max(axis=-1, keepdims=True))
    shared: Array = e / e.sum(axis=-1, keepdims=True)
    return shared
