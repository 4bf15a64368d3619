"""The one cleaning of text that people send us, so that every database stores the same; nothing is shortened."""

import re
import unicodedata

# Control characters but line ends and tabs, and halves of letters. One pattern: a file has millions of letters.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(words: str) -> str:
    """Return `words` in NFC with one kind of line end, without NUL, other control characters and lone surrogates.

    Emoji, joiners and right-to-left marks stay: they are part of what was written. (SQLite stores NUL and
    PostgreSQL refuses it; both break on a lone surrogate: security cases R25, R47, R48.)
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNWANTED.sub("", words))
