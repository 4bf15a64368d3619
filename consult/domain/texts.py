"""The one cleaning of text that people send us, so that every database stores the same; nothing is shortened."""

import unicodedata

KEPT_CONTROLS = "\n\t"


def clean(words: str) -> str:
    """Return `words` in NFC with one kind of line end, without NUL, other control characters and lone surrogates.

    Emoji, joiners and right-to-left marks stay: they are part of what was written. (SQLite stores NUL and
    PostgreSQL refuses it; both break on a lone surrogate: security cases R25, R47, R48.)
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in words if c in KEPT_CONTROLS or not _is_unwanted(c))
    return unicodedata.normalize("NFC", "".join(kept))


def _is_unwanted(character: str) -> bool:
    code = ord(character)
    return code < 32 or code == 127 or 0x80 <= code < 0xA0 or 0xD800 <= code <= 0xDFFF
