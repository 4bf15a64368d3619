"""Turns texts into sentence vectors with a small English model in a folder, in NumPy; it fetches and stores nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from threadpoolctl import threadpool_limits

from consult.analysis.proposals import Progress, no_progress
from consult.analysis.tokenising import Tokeniser, read_tokeniser

MODEL = "all-MiniLM-L6-v2"
WEIGHTS, TOKENISER = "model.safetensors", "tokenizer.json"
# SHA-256 of the files of all-MiniLM-L6-v2; weights are trusted by these alone.
HASHES: Mapping[str, str] = MappingProxyType({
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENISER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
})
# The languages that the model was trained on; any other reads as noise to it.
LANGUAGES = frozenset({"en"})
HEAD_WIDTH = 32
EPSILON = 1e-12
# Pieces that go through the model together: enough to keep the processor busy, few enough for its cache.
PIECES_AT_ONCE = 512
_ERF_SCALE = np.float32(0.3275911)
_ERF_PARTS = tuple(map(np.float32, (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)))
_SHAPES = {
    "attention.self.query": (1, 1), "attention.self.key": (1, 1), "attention.self.value": (1, 1),
    "attention.output.dense": (1, 1), "intermediate.dense": (4, 1), "output.dense": (1, 4),
}
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")

Weights = dict[str, np.ndarray]


class ModelAbsent(Exception):
    """There is no model in the folder: everything goes on without vectors."""


class ModelUnfit(Exception):
    """There is a model that must not be used: a half or changed file, or the libraries that read it are missing."""

    def __init__(self, code: str) -> None:
        """`code` is `library-missing`, `file-missing`, `file-changed` or `file-wrong`."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class _Layer:
    """One layer: matrices as inputs × outputs, offsets, and the two norms as (factors, offsets)."""

    attend: tuple[np.ndarray, np.ndarray]
    gather: tuple[np.ndarray, np.ndarray]
    widen: tuple[np.ndarray, np.ndarray]
    narrow: tuple[np.ndarray, np.ndarray]
    norms: tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class Encoder:
    """A sentence model of the BERT kind (Devlin et al. 2019): the mean of the last layer, at length one."""

    def __init__(self, tokeniser: Tokeniser, weights: Weights, name: str) -> None:
        """Take the weights by their published names; `name` tells vectors of this model from those of another.

        Raises ValueError where a weight is missing or has another shape.
        """
        self.name = name
        self._tokeniser = tokeniser
        words = weights.get("embeddings.word_embeddings.weight", np.empty(0))
        if words.ndim != 2 or not words.shape[1] or words.shape[1] % HEAD_WIDTH:
            raise ValueError("the table of pieces has a wrong shape")
        self._words, self.width = words, words.shape[1]
        self._places = _shaped(weights, "embeddings.position_embeddings.weight", (None, self.width))
        self._places = self._places + _shaped(weights, "embeddings.token_type_embeddings.weight", (None, self.width))[0]
        self._norm = _norm_of(weights, "embeddings.LayerNorm", self.width)
        count = 1 + max((int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")), default=-1)
        self._layers = [_layer(weights, f"encoder.layer.{number}.", self.width) for number in range(count)]

    def encode(self, texts: Sequence[str], on_progress: Progress = no_progress) -> np.ndarray:
        """Return texts × width as float32, each row of length one; a text without a word is a row of zeros.

        Texts of one length go through together, so that none is filled up and none changes another's vector.
        """
        pieces = self._tokeniser.pieces(texts)
        found = np.zeros((len(texts), self.width), dtype=np.float32)
        told = [at for at in range(len(texts)) if len(pieces[at]) > 2]
        order = sorted(told, key=lambda at: len(pieces[at]))
        start = 0
        # On one core: more threads wait for each other as soon as anything else uses the machine.
        with threadpool_limits(1):
            while start < len(order):
                some = order[start : start + max(1, PIECES_AT_ONCE // len(pieces[order[start]]))]
                found[some] = self._encode([pieces[at] for at in some])
                start += len(some)
                on_progress(start, len(order))
        return found

    def _encode(self, pieces: Sequence[Sequence[int]]) -> np.ndarray:
        lengths = np.array([len(cut) for cut in pieces])
        places = np.concatenate([np.arange(length) for length in lengths])
        states = self._words[np.concatenate([np.asarray(cut) for cut in pieces])] + self._places[places]
        states = _normed(states, self._norm)
        spans = _spans(lengths)
        for layer in self._layers:
            states = _through(layer, states, spans)
        means = np.add.reduceat(states, np.concatenate([[0], np.cumsum(lengths)[:-1]]), axis=0) / lengths[:, np.newaxis]
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), EPSILON), dtype=np.float32)


def folder_in(data_dir: Path) -> Path:
    """Return where the model is kept in a data folder."""
    return data_dir / "models" / MODEL


def load(folder: Path, hashes: Mapping[str, str] = HASHES) -> Encoder:
    """Return the model in `folder`, each file of which has its hash; raises ModelAbsent, ModelUnfit."""
    there = [name for name in hashes if (folder / name).is_file()]
    if not there:
        raise ModelAbsent
    if len(there) < len(hashes):
        raise ModelUnfit("file-missing")
    try:
        if any(digest_of(folder / name) != digest for name, digest in hashes.items()):
            raise ModelUnfit("file-changed")
        from safetensors.numpy import load_file

        return Encoder(read_tokeniser(folder / TOKENISER), load_file(folder / WEIGHTS), hashes[WEIGHTS][:12])
    except ImportError as error:
        raise ModelUnfit("library-missing") from error
    except OSError as error:
        raise ModelUnfit("file-missing") from error
    except Exception as error:
        if isinstance(error, ModelUnfit):
            raise
        # Whatever a library says of a file that it cannot read, the file is wrong.
        raise ModelUnfit("file-wrong") from error


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shaped(weights: Weights, name: str, shape: tuple[int | None, ...]) -> np.ndarray:
    found = weights.get(name, np.empty(0))
    fits = len(found.shape) == len(shape) and all(
        asked in (None, given) for asked, given in zip(shape, found.shape, strict=True))
    if not fits or not found.size or not np.isfinite(found).all():
        raise ValueError(f"{name} has a wrong shape or is no number")
    return np.ascontiguousarray(found, dtype=np.float32)


def _norm_of(weights: Weights, name: str, width: int) -> tuple[np.ndarray, np.ndarray]:
    return _shaped(weights, f"{name}.weight", (width,)), _shaped(weights, f"{name}.bias", (width,))


def _layer(weights: Weights, name: str, width: int) -> _Layer:
    parts = {}
    for part, (out, into) in _SHAPES.items():
        matrix = _shaped(weights, f"{name}{part}.weight", (out * width, into * width))
        parts[part] = (np.ascontiguousarray(matrix.T), _shaped(weights, f"{name}{part}.bias", (out * width,)))
    query, key, value = (parts[f"attention.self.{part}"] for part in ("query", "key", "value"))
    attend = (np.hstack([query[0], key[0], value[0]]), np.concatenate([query[1], key[1], value[1]]))
    first, last = (_norm_of(weights, name + norm, width) for norm in _NORMS)
    return _Layer(attend, parts["attention.output.dense"], parts["intermediate.dense"], parts["output.dense"],
                  (first, last))


def _spans(lengths: np.ndarray) -> list[tuple[int, int, int]]:
    """Return (first piece, texts, pieces a text) for each run of texts of one length."""
    spans, start = [], 0
    for length, count in zip(*np.unique(lengths, return_counts=True), strict=True):
        spans.append((start, int(count), int(length)))
        start += int(count * length)
    return spans


def _through(layer: _Layer, states: np.ndarray, spans: Sequence[tuple[int, int, int]]) -> np.ndarray:
    attended = _attended(states @ layer.attend[0] + layer.attend[1], spans)
    states = _normed(attended @ layer.gather[0] + layer.gather[1] + states, layer.norms[0])
    wide = _gelu(states @ layer.widen[0] + layer.widen[1])
    return _normed(wide @ layer.narrow[0] + layer.narrow[1] + states, layer.norms[1])


def _attended(asked: np.ndarray, spans: Sequence[tuple[int, int, int]]) -> np.ndarray:
    """Return what each piece takes from the pieces of its own text; `asked` holds queries, keys and values."""
    width = asked.shape[1] // 3
    found = np.empty((len(asked), width), dtype=asked.dtype)
    for start, count, length in spans:
        rows = slice(start, start + count * length)
        heads = asked[rows].reshape(count, length, 3, width // HEAD_WIDTH, HEAD_WIDTH).transpose(2, 0, 3, 1, 4)
        query, key, value = heads
        likeness = query @ key.transpose(0, 1, 3, 2) * np.float32(HEAD_WIDTH**-0.5)
        likeness = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        likeness /= likeness.sum(axis=-1, keepdims=True)
        found[rows] = (likeness @ value).transpose(0, 2, 1, 3).reshape(count * length, width)
    return found


def _normed(states: np.ndarray, norm: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    states = states - states.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", states, states) / states.shape[1] + np.float32(EPSILON))
    return np.asarray(states / spread[:, np.newaxis] * norm[0] + norm[1])


def _gelu(states: np.ndarray) -> np.ndarray:
    """Return the Gaussian error linear unit in its exact form (Hendrycks and Gimpel 2016).

    The error function is formula 7.1.26 of Abramowitz and Stegun (1964), off by 1.5e-7 at most: three times as fast as
    SciPy's, and a third of all the time would go there.
    """
    size = np.abs(states) * np.float32(0.5**0.5)
    fall = 1 / (1 + _ERF_SCALE * size)
    tail = np.full_like(size, _ERF_PARTS[0])
    for part in _ERF_PARTS[1:]:
        tail *= fall
        tail += part
    tail *= fall
    tail *= np.exp(-size * size)
    # For x ≥ 0 the unit is x − x·tail/2, for x < 0 it is x·tail/2: max(x, 0) − |x|·tail/2 in both.
    tail *= np.abs(states)
    tail *= np.float32(0.5)
    return np.asarray(np.maximum(states, 0) - tail)
