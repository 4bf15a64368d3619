"""The name and pronouns that a member takes in one forum: what they may hold, which look alike; not who has them.

Two names are told apart by their skeleton: what is left of them for the eye. The steps are those of Unicode's
technical standard 39 (skeletons); the table of look-alikes is our own and holds what a keyboard can write.
"""

import re
import unicodedata
from collections.abc import Callable

from consult.domain.errors import Refused
from consult.domain.texts import clean

LEAST, MOST = 2, 40
MOST_PRONOUNS = 40
# In code points, what a database keeps of a name and its skeleton, and of pronouns.
LONGEST, LONGEST_PRONOUNS = 120, 60
# More marks than any script puts on one letter: a pile of them runs over the lines above and below.
MOST_MARKS = 4
# Characters that turn the direction of what stands around them; nobody sees them.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Joiners belong to how some scripts and some emoji are written.
JOINERS = "\u200c\u200d"
# Counted as letters, marks or signs, and as empty as a space.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
SIGNS = frozenset(" '\u2018\u2019\u02bc.,\u00b7&()!?-\u2010\u2011\u2013")
PRONOUN_SIGNS = SIGNS | {"/"}
# Marks that make another letter (a virama, a vowel sign, a voicing) are of low classes; accents and points are above.
_FIRST_ACCENT = 10
# The tones of skin that some pictures take.
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_JOINERS = re.compile(f"[{JOINERS}]+")

_SHAPES = (
    # each row: letters that the eye takes for the one in front, in their own case
    ("a", "аАαΑɑᴀꓮᎪ"), ("b", "вВьЬβΒʙᏴƅ"), ("c", "сСϲϹςᴄᏟ"), ("d", "ԁԀᴅᎠđĐðÐ"), ("e", "еЕεΕєЄҽᴇᎬəӘәƏ"),
    ("f", "ƒꜰϝϜ"), ("g", "ɡɢցԌԍᏀ"), ("h", "һҺнНΗʜհᎻħĦ"),
    ("l", "iI1|!ıіІӏӀɩιΙӀlוןاﺍᛁǀɪʟᏞᎢłŁLլ"), ("j", "јЈϳȷᴊᎫյ"), ("k", "кКκΚᴋᏦ"), ("m", "мМΜᴍᎷ"), ("n", "ηΝɴոռπпПŋ"),
    ("o", "0оОοΟσսסه٥ᴏօՕøØо"), ("p", "рРρΡᴘᏢþÞ"), ("q", "ԛԚզ"), ("r", "гГʀᎡᏒ"), ("s", "ѕЅꜱՏᏚ"),
    ("t", "тТτΤᴛŧŦ"), ("u", "υμᴜՍцЦ"), ("v", "νѵѴᴠᏙ"), ("w", "ωԝԜѡшШᴡᎳա"), ("x", "хХχΧ×"),
    ("y", "уУγΥүҮʏ"), ("z", "ΖᴢᏃ"),
    # one script's letters that are written alike
    ("ي", "یىې"), ("ك", "ک"), ("o", "ہھةۀەە"),
    ("一", "ー—–"), ("ロ", "口"), ("ニ", "二"), ("カ", "力"), ("タ", "夕"), ("エ", "工"), ("ハ", "八"), ("ヘ", "へ"),
    ("ト", "卜"),
)
_LOOKS = {ord(letter): look for look, letters in _SHAPES for letter in letters} | {
    ord("æ"): "ae", ord("Æ"): "ae", ord("œ"): "oe", ord("Œ"): "oe"}
# Two letters that together look like one.
_PAIRS = (("rn", "m"), ("vv", "w"))
# Who a name may not pretend to be; each is compared by its skeleton.
RESERVED = (
    "chair", "the chair", "co-chair", "host", "the host", "moderator", "the moderator", "admin", "administrator",
    "officer", "police", "the police", "police officer", "met police", "metropolitan police", "MPS", "MOPAC",
    "the Mayor", "Mayor of London", "deputy mayor", "commissioner", "staff", "support", "help", "consult", "system",
    "member", "a member", "former member", "somebody who left", "everyone", "nobody", "the group", "press", "guest",
    "visitor", "listener", "anonymous",
)


def read_name(typed: str, graphemes: Callable[[str], int]) -> str:
    """Return the name that someone typed, in one line, without anything that cannot be seen.

    `graphemes` counts characters as a reader does. Raises Refused("name", …): "name-missing", "member-name-signs" for
    what no name holds (markup, addresses, piles of accents), "member-name-length", "member-name-reserved".
    """
    name = _one_line(typed)
    if not name:
        raise Refused("name", "name-missing")
    if not _is_written_with(name, SIGNS) or not any(unicodedata.category(c).startswith("L") for c in name):
        raise Refused("name", "member-name-signs")
    if len(name) > LONGEST or not LEAST <= graphemes(name) <= MOST:
        raise Refused("name", "member-name-length", {"least": LEAST, "most": MOST})
    if skeleton(name) in _RESERVED:
        raise Refused("name", "member-name-reserved")
    return name


def read_pronouns(typed: str, graphemes: Callable[[str], int]) -> str:
    """Return the pronouns that someone typed; empty where they gave none. Raises Refused("pronouns", …)."""
    pronouns = _one_line(typed)
    if not _is_written_with(pronouns, PRONOUN_SIGNS):
        raise Refused("pronouns", "member-pronouns-signs")
    if len(pronouns) > LONGEST_PRONOUNS or graphemes(pronouns) > MOST_PRONOUNS:
        raise Refused("pronouns", "member-words-long", {"most": MOST_PRONOUNS})
    return pronouns


def skeleton(name: str) -> str:
    """Return what is left of a name for the eye: two names with one skeleton are one name to a reader.

    Letters and digits only, look-alikes as one letter; spaces, signs, accents, case and pictures do not count. Never
    empty for a name that `read_name` returned, and never longer than one may be.
    """
    folded = _looks(unicodedata.normalize("NFKC", name))
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not _is_accent(c))
    looked = _looks(unicodedata.normalize("NFC", bare).casefold())
    kept = "".join(c for c in looked if unicodedata.category(c)[0] in "LMN" and c not in BLANKS)
    for pair, one in _PAIRS:
        kept = kept.replace(pair, one)
    return kept[:LONGEST]


def without_invisible(words: str) -> str:
    """Return words without direction controls, empty letters and other signs that nobody sees; joiners stay, one each.

    Nothing of `words` may turn the direction of the page around it.
    """
    kept = "".join(c for c in clean(words) if c not in BLANKS and (c in JOINERS or unicodedata.category(c) != "Cf"))
    return _JOINERS.sub(lambda found: found[0][0], kept).strip(JOINERS + " ")


def _one_line(typed: str) -> str:
    # A book that was pasted is refused by its length; it need not be looked at whole.
    return without_invisible(" ".join(typed[:2000].split()))


def _is_written_with(words: str, signs: frozenset[str]) -> bool:
    marks = 0
    for character in words:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if marks > MOST_MARKS:
            return False
        is_sign = character in signs or character in JOINERS or character in _TONES or category in ("Nd", "So")
        if not (is_sign or category[0] in "LM"):
            return False
    return True


def _is_accent(character: str) -> bool:
    return unicodedata.category(character) == "Mn" and unicodedata.combining(character) >= _FIRST_ACCENT


def _looks(words: str) -> str:
    return "".join(_look(character) for character in words)


def _look(character: str) -> str:
    look = _LOOKS.get(ord(character))
    if look is not None:
        return look
    if unicodedata.category(character) == "Nd":
        digit = str(unicodedata.decimal(character))
        return _LOOKS.get(ord(digit), digit)
    return character


_RESERVED = frozenset(skeleton(name) for name in RESERVED)
