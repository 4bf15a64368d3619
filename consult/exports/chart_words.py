"""Words inside a picture, broken into lines that fit: SVG does not wrap. No measuring of letters; room is left over."""

import unicodedata

# Letters of a line 760 wide at 16 points: wide ones (Chinese) count twice, marks that stand on others not at all.
MOST = 84


def wrapped(words: str, most: int = MOST) -> list[str]:
    """Return `words` in lines of at most `most` places, broken at spaces, or anywhere where there are none."""
    lines, line = [], ""
    for piece in _pieces(words, most):
        joined = f"{line} {piece}" if line and not _is_wide(piece[:1]) else line + piece
        if line and places(joined) > most:
            lines.append(line)
            line = piece
        else:
            line = joined
    return [*lines, line] if line else lines


def places(words: str) -> int:
    """Return how much room words take: two for a wide letter, none for a mark on another."""
    return sum(0 if unicodedata.category(letter) in ("Mn", "Me", "Cf") else 2 if _is_wide(letter) else 1
               for letter in words)


def _is_wide(letter: str) -> bool:
    return letter != "" and unicodedata.east_asian_width(letter) in ("W", "F")


def _pieces(words: str, most: int) -> list[str]:
    found: list[str] = []
    for word in words.split():
        piece = ""
        for letter in word:
            # Chinese may break after any letter; a word without an end (an address) where the line is full.
            if piece and (_is_wide(letter) or _is_wide(piece[-1]) or places(piece) >= most):
                found.append(piece)
                piece = ""
            piece += letter
        found.append(piece)
    return found
