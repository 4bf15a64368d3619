"""Cuts texts into the pieces of words that a sentence model was trained on; it knows no language and learns nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

# all-MiniLM-L6-v2 was measured by its makers with this many pieces a text; what comes later is not read.
MOST_PIECES = 256


class Tokeniser:
    """The pieces of a text as numbers, beginning and end marks included."""

    def __init__(self, tokenizer: Any, most: int) -> None:
        """Hold a `tokenizers.Tokenizer`, told to cut at `most` pieces and to fill nothing up."""
        tokenizer.no_padding()
        tokenizer.enable_truncation(most)
        self._tokenizer = tokenizer

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces of each text; an empty text has its two marks alone."""
        return [list(cut.ids) for cut in self._tokenizer.encode_batch_fast([_encodable(text) for text in texts])]


def read_tokeniser(path: Path, most: int = MOST_PIECES) -> Tokeniser:
    """Return the tokeniser of a `tokenizer.json`; raises ImportError without the library, ValueError for a bad file."""
    from tokenizers import Tokenizer

    try:
        # The library raises bare exceptions of its own for what it cannot read.
        read = Tokenizer.from_file(str(path))
    except Exception as error:
        raise ValueError("the tokeniser's file cannot be read") from error
    return Tokeniser(read, most)


def _encodable(text: str) -> str:
    """Return the text without lone surrogates, which no UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
