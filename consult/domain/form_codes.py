"""The codes on paper forms: ten random letters and one that tells a slip of the pen; not where they are kept."""

# Crockford's letters: no I, L, O or U, so that a code can be read out and written down.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10


def with_check(letters: str) -> str:
    """Return the letters with the one that checks them: Luhn's method, modulo 32.

    It tells every single wrong letter, and two neighbours that changed places except 0 and Z (ISO/IEC 7812-1, annex B,
    widened to 32 signs).
    """
    return letters + LETTERS[-_sum(letters, is_whole=False) % len(LETTERS)]


def is_whole(code: str) -> bool:
    """Say whether a code, without its hyphens, has the right length and fits its last letter."""
    return len(code) == LENGTH + 1 and set(code) <= set(LETTERS) and _sum(code, is_whole=True) % len(LETTERS) == 0


def _sum(letters: str, *, is_whole: bool) -> int:
    base, total = len(LETTERS), 0
    for place, letter in enumerate(reversed(letters), 0 if is_whole else 1):
        value = LETTERS.index(letter) * (1 + place % 2)
        total += value // base + value % base
    return total
