"""Sentence vectors: a model made here for what must hold of any, and the published one where it is installed."""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest

from consult.analysis import vectors
from consult.analysis.vectors import TOKENISER, WEIGHTS, Encoder, ModelAbsent, ModelUnfit, folder_in, load
from consult.config import ROOT

numpy_files = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed: consult model install")
pytest.importorskip("tokenizers", reason="tokenizers is not installed: consult model install")

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "police", "street", "night", "more", "officers", "phone", "stolen", "##s")
WIDTH, LAYERS = 64, 2
# Eight of the 384 numbers of each sentence, from the published weights; numbers 0 to 3, 100, 200, 300 and 383.
SHOWN = [0, 1, 2, 3, 100, 200, 300, 383]
REFERENCE = {
    "More officers on foot in our street at night.":
        (0.060416, -0.002597, 0.055274, 0.048697, -0.006563, 0.034206, 0.013046, 0.015884),
    "I waited an hour for someone to answer 101.":
        (-0.053851, 0.038402, -0.00999, -0.012948, -0.004715, -0.049668, -0.052506, -0.093885),
    "Thieves on mopeds snatch phones outside the station.":
        (-0.119118, 0.088058, 0.076976, -0.028944, 0.052281, 0.012319, -0.144918, 0.014256),
}
TEXTS = ["police", "more police officers more officers in the street", "phones stolen", "night night night"]


def test_the_published_model_gives_the_reference_values() -> None:
    encoder = published()
    found = encoder.encode(list(REFERENCE))
    assert np.allclose(found[:, SHOWN], list(REFERENCE.values()), atol=1e-4)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_the_published_model_finds_the_same_said_in_other_words() -> None:
    near, other, far = published().encode([
        "The police never listen to deaf people.", "Officers ignore those who cannot hear.", "The park needs benches."])
    assert near @ other > near @ far + 0.3


def test_a_text_has_the_same_vector_alone_and_among_longer_ones(tiny: Path, hashes: dict[str, str]) -> None:
    encoder = load(tiny, hashes)
    together = encoder.encode([*TEXTS, "police " * 5000])
    for text, row in zip(TEXTS, together, strict=False):
        assert np.allclose(encoder.encode([text])[0], row, atol=1e-6)


def test_a_vector_is_what_the_formulas_of_the_paper_give(tiny: Path, hashes: dict[str, str]) -> None:
    weights = {name: value.astype(np.float64) for name, value in numpy_files.load_file(tiny / WEIGHTS).items()}
    pieces = [2, 7, 4, 8, 3]
    assert np.allclose(load(tiny, hashes).encode(["More police officers"])[0], plainly(weights, pieces), atol=1e-5)


def test_texts_without_a_word_have_no_direction(tiny: Path, hashes: dict[str, str]) -> None:
    found = load(tiny, hashes).encode(["", "  \n", "police"])
    assert not found[:2].any() and found[2].any()


def test_odd_texts_do_not_break_the_model(tiny: Path, hashes: dict[str, str]) -> None:
    found = load(tiny, hashes).encode(["\ud800 police", "x" * 50_000, "پولیس", "\0"])
    assert np.isfinite(found).all()


def test_an_empty_folder_is_told_from_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(ModelAbsent):
        load(tmp_path)
    (tmp_path / TOKENISER).write_text("{}")
    with pytest.raises(ModelUnfit, match="file-missing"):
        load(tmp_path)


@pytest.mark.parametrize("name", [WEIGHTS, TOKENISER])
def test_a_file_with_one_changed_byte_is_refused(tiny: Path, hashes: dict[str, str], name: str) -> None:
    data = bytearray((tiny / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tiny / name).write_bytes(bytes(data))
    with pytest.raises(ModelUnfit, match="file-changed"):
        load(tiny, hashes)


def test_half_a_file_is_refused(tiny: Path, hashes: dict[str, str]) -> None:
    (tiny / WEIGHTS).write_bytes((tiny / WEIGHTS).read_bytes()[:1000])
    with pytest.raises(ModelUnfit, match="file-changed"):
        load(tiny, hashes)
    with pytest.raises(ModelUnfit, match="file-wrong"):
        load(tiny, digests(tiny))


@pytest.mark.parametrize("change", [
    lambda weights: weights.pop("encoder.layer.1.output.dense.bias"),
    lambda weights: weights.update({"encoder.layer.0.output.dense.bias": np.zeros(WIDTH + 1, np.float32)}),
    lambda weights: weights.update({"embeddings.word_embeddings.weight": np.zeros((12, 40), np.float32)}),
    lambda weights: weights["embeddings.LayerNorm.weight"].fill(np.nan),
])
def test_weights_of_a_wrong_shape_are_refused(tiny: Path, change) -> None:
    weights = random_weights()
    change(weights)
    numpy_files.save_file(weights, tiny / WEIGHTS)
    with pytest.raises(ModelUnfit, match="file-wrong"):
        load(tiny, digests(tiny))


def test_progress_reaches_its_end_and_may_stop_the_work(tiny: Path, hashes: dict[str, str]) -> None:
    seen: list[tuple[int, int]] = []
    load(tiny, hashes).encode(TEXTS, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(TEXTS), len(TEXTS))


def published() -> Encoder:
    """Return the published model, from the data folder of the environment or of this project."""
    folders = [folder_in(Path(place)) for place in (os.environ.get("CONSULT_DATA_DIR"), ROOT / "instance") if place]
    for folder in folders:
        if (folder / WEIGHTS).is_file():
            return load(folder)
    pytest.skip("The sentence model is not installed: consult model install")


def plainly(weights: dict[str, np.ndarray], pieces: list[int]) -> np.ndarray:
    """Return the vector of some pieces step by step in double precision, as the paper of BERT writes it down."""
    from scipy.special import erf

    def norm(x, name):
        spread = np.sqrt(x.var(axis=1, keepdims=True) + vectors.EPSILON)
        return (x - x.mean(axis=1, keepdims=True)) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def line(x, name):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    x = (weights["embeddings.word_embeddings.weight"][pieces]
         + weights["embeddings.position_embeddings.weight"][: len(pieces)]
         + weights["embeddings.token_type_embeddings.weight"][0])
    x = norm(x, "embeddings.LayerNorm")
    for number in range(LAYERS):
        at = f"encoder.layer.{number}."
        query, key, value = (line(x, f"{at}attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for first in range(0, WIDTH, vectors.HEAD_WIDTH):
            part = slice(first, first + vectors.HEAD_WIDTH)
            powers = np.exp(query[:, part] @ key[:, part].T / np.sqrt(vectors.HEAD_WIDTH))
            heads.append(powers / powers.sum(axis=1, keepdims=True) @ value[:, part])
        x = norm(line(np.hstack(heads), f"{at}attention.output.dense") + x, f"{at}attention.output.LayerNorm")
        wide = line(x, f"{at}intermediate.dense")
        x = norm(line(wide * (1 + erf(wide / np.sqrt(2))) / 2, f"{at}output.dense") + x, f"{at}output.LayerNorm")
    mean = x.mean(axis=0)
    return mean / np.linalg.norm(mean)


def random_weights() -> dict[str, np.ndarray]:
    """Return weights of a model with two layers of two heads, the same each time."""
    rng = np.random.default_rng(1)

    def some(*shape):
        return rng.normal(0, 0.2, shape).astype(np.float32)

    made = {"embeddings.word_embeddings.weight": some(len(WORDS), WIDTH),
            "embeddings.position_embeddings.weight": some(512, WIDTH),
            "embeddings.token_type_embeddings.weight": some(2, WIDTH),
            "embeddings.LayerNorm.weight": some(WIDTH), "embeddings.LayerNorm.bias": some(WIDTH)}
    for number in range(LAYERS):
        at = f"encoder.layer.{number}."
        for part, (out, into) in vectors._SHAPES.items():
            made |= {f"{at}{part}.weight": some(out * WIDTH, into * WIDTH), f"{at}{part}.bias": some(out * WIDTH)}
        for part in vectors._NORMS:
            made |= {f"{at}{part}.weight": some(WIDTH), f"{at}{part}.bias": some(WIDTH)}
    return made


def digests(folder: Path) -> dict[str, str]:
    """Return the hashes of a model as it lies there."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (WEIGHTS, TOKENISER)}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Write a whole small model into a folder."""
    numpy_files.save_file(random_weights(), tmp_path / WEIGHTS)
    (tmp_path / TOKENISER).write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "decoder": None,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {word: at for at, word in enumerate(WORDS)}},
    }))
    return tmp_path


@pytest.fixture
def hashes(tiny: Path) -> dict[str, str]:
    """Return the right hashes of the small model."""
    return digests(tiny)
