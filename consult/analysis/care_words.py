"""The small language of the care lists: reads them, cuts a text into words and finds where a phrase stands in it; what
a find means is `worries.py`'s and `identifiers.py`'s to say.

A phrase is words in order. `a|b` is either, `a_b|c` two words or one, `stab*` any word that begins so, `{he}` any line
of the list `he` of the same file, `..3` up to three words between, `?` behind a word that may be missing. Words are
compared in a form in which upper and lower case, the letters that Arabic and Urdu keyboards mix up and their vowel
marks are alike. Nothing here is a regular expression made from a list, so that no list can make it run away.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex

FOLDER = Path(__file__).with_name("care")
# Chinese and Japanese are written without spaces: each sign counts as a word.
_UNSPACED = r"\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}"
_WORD = regex.compile(
    rf"[{_UNSPACED}]|[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]+(?:['’][[\p{{L}}\p{{M}}]--[{_UNSPACED}]]+)*", regex.V1)
_SENTENCE_ENDS = frozenset(".!?…۔؟।॥。！？;؛\n\r\u2028\u2029")
_CLAUSE_ENDS = frozenset(",،、，:：—–()")
_ALIKE = str.maketrans({
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ہ": "ه", "ۂ": "ه", "ۃ": "ه", "ة": "ه", "ھ": "ه", "أ": "ا", "إ": "ا",
    "آ": "ا", "ٱ": "ا", "ـ": None, "’": "'", "‘": "'",
})
_MOST_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its comparable form, its place in code points, and the number of its sentence and clause."""

    form: str
    start: int
    end: int
    sentence: int
    clause: int


@cache
def comparable(word: str) -> str:
    """Return the form in which two spellings of a word are equal."""
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_ALIKE)
    return "".join(letter for letter in folded if not "\u064b" <= letter <= "\u065f" and letter != "\u0670")


def words(text: str) -> list[Word]:
    """Return the words of a text in order. A colon or a comma ends a clause, a full stop of any script a sentence."""
    found: list[Word] = []
    sentence = clause = at = 0
    for match in _WORD.finditer(text):
        for sign in text[at : match.start()]:
            sentence += sign in _SENTENCE_ENDS
            clause += sign in _CLAUSE_ENDS or sign in _SENTENCE_ENDS
        at = match.end()
        found.append(Word(comparable(match.group()), match.start(), at, sentence, clause))
    return found


@dataclass(frozen=True)
class Element:
    """One place of a phrase: how many words may come before it, and what may stand there.

    `rest_of` holds what must follow a first word, by that word, the longest first; `begun` the same for words that are
    known by their beginning.
    """

    rest_of: Mapping[str, tuple[tuple[str, ...], ...]]
    begun: tuple[tuple[str, tuple[str, ...]], ...]
    between: int = 0
    is_optional: bool = False

    @property
    def longest(self) -> int:
        """The most words that may stand at this place."""
        rests = [rest for rests in self.rest_of.values() for rest in rests] + [rest for _start, rest in self.begun]
        return 1 + max(map(len, rests))

    def rests(self, form: str) -> Iterable[tuple[str, ...]]:
        """Return the rows of words that must follow where this word stands at this place."""
        found = self.rest_of.get(form, ())
        return found if not self.begun else (*found, *(rest for start, rest in self.begun if form.startswith(start)))


Phrase = tuple[Element, ...]


@dataclass(frozen=True)
class Match:
    """Where a phrase stands: the numbers of its first word, of the word after its last, and of those in its gaps."""

    first: int
    end: int
    between: tuple[int, ...]

    def moved(self, by: int) -> "Match":
        """Return the same so many words further on."""
        return Match(self.first + by, self.end + by, tuple(at + by for at in self.between))


class PhraseError(ValueError):
    """A list names another that is not there, or ends in a gap: told with the phrase."""


def phrase(written: str, lists: Mapping[str, Sequence[str]]) -> Phrase:
    """Return a phrase as it is matched. Raises PhraseError where it cannot be read."""
    elements: list[Element] = []
    between = 0
    for part in written.split():
        if part.startswith(".."):
            between = int(part[2:])
            continue
        is_optional = part.endswith("?")
        elements.append(_element(_alternatives(part.rstrip("?"), lists, written), between, is_optional))
        between = 0
    if not elements or elements[0].is_optional or elements[0].between or between or between > _MOST_BETWEEN:
        raise PhraseError(written)
    return tuple(elements)


def _element(alternatives: Iterable[tuple[str, ...]], between: int, is_optional: bool) -> Element:
    rest_of: dict[str, tuple[tuple[str, ...], ...]] = {}
    begun: list[tuple[str, tuple[str, ...]]] = []
    for first, *rest in alternatives:
        if first.endswith("*"):
            begun.append((first[:-1], tuple(rest)))
        else:
            rest_of[first] = (*rest_of.get(first, ()), tuple(rest))
    return Element(rest_of, tuple(begun), between, is_optional)


def _alternatives(part: str, lists: Mapping[str, Sequence[str]], written: str) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for choice in part.split("|"):
        if not choice.startswith("{"):
            found += [_forms(choice.replace("_", " "))]
        elif choice[1:-1] in lists:
            found += [_forms(line) for line in lists[choice[1:-1]]]
        else:
            raise PhraseError(written)
    # The longest first, so that "my ex husband" is not taken for "my ex".
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


def _forms(line: str) -> tuple[str, ...]:
    """Return a line's words as they are compared; a star stays at the end of its word."""
    forms: list[str] = []
    for part in line.split():
        found = [word.form for word in words(part.rstrip("*"))]
        forms += [*found[:-1], found[-1] + "*"] if part.endswith("*") and found else found
    if not forms:
        raise PhraseError(line)
    return tuple(forms)


class Index:
    """Many phrases by the word that they begin with, so that a text is read once for all of them."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Any]]) -> None:
        """Take phrases, each with what it stands for."""
        self._whole: dict[str, list[tuple[Phrase, Any]]] = {}
        self._begun: list[tuple[str, tuple[Phrase, Any]]] = []
        self._known: dict[str, list[tuple[Phrase, Any]]] = {}
        self._reach = 1
        for entry in phrases:
            self._reach = max(self._reach, sum(element.longest + element.between for element in entry[0]))
            first = entry[0][0]
            for word in first.rest_of:
                self._whole.setdefault(word, []).append(entry)
            self._begun += [(start, entry) for start in {start for start, _rest in first.begun}]

    def matches(self, text: Sequence[Word]) -> Iterator[tuple[Match, Any]]:
        """Give every place where a phrase begins, in the order of the text, with what it stands for.

        What follows a word is read once, however often the same words come again: a text that repeats itself a
        thousand times costs no more than one that does not.
        """
        known: dict[tuple[str, ...], list[tuple[Match, Any]]] = {}
        for at, word in enumerate(text):
            beginning = self._beginning(word.form)
            if not beginning:
                continue
            ahead = _ahead(text, at, self._reach)
            if ahead not in known:
                found = [(match_at(entry, text, at), stands_for) for entry, stands_for in beginning]
                known[ahead] = [(match.moved(-at), stands_for) for match, stands_for in found if match is not None]
            yield from ((match.moved(at), stands_for) for match, stands_for in known[ahead])

    def _beginning(self, form: str) -> list[tuple[Phrase, Any]]:
        if form not in self._whole and not self._begun:
            return []
        if not self._begun:
            return self._whole[form]
        if form not in self._known:
            self._known[form] = self._whole.get(form, []) + [
                entry for begun, entry in self._begun if form.startswith(begun)]
        return self._known[form]


def _ahead(text: Sequence[Word], at: int, reach: int) -> tuple[str, ...]:
    sentence = text[at].sentence
    return tuple(word.form for word in text[at : at + reach] if word.sentence == sentence)


def match_at(wanted: Phrase, text: Sequence[Word], at: int) -> Match | None:
    """Return where a phrase stands that begins with the word number `at`, within one sentence; None where it does
    not."""
    found = _match(wanted, 0, text, at, text[at].sentence, ())
    return None if found is None else Match(at, *found)


def _match(
    wanted: Phrase, number: int, text: Sequence[Word], at: int, sentence: int, between: tuple[int, ...],
) -> tuple[int, tuple[int, ...]] | None:
    if number == len(wanted):
        return at, between
    element = wanted[number]
    for gap in range(element.between + 1):
        start = at + gap
        if start >= len(text) or text[start].sentence != sentence:
            break
        for rest in element.rests(text[start].form):
            if _follows(rest, text, start + 1, sentence):
                found = _match(wanted, number + 1, text, start + 1 + len(rest), sentence,
                               (*between, *range(at, start)))
                if found is not None:
                    return found
    return _match(wanted, number + 1, text, at, sentence, between) if element.is_optional else None


def _follows(rest: tuple[str, ...], text: Sequence[Word], at: int, sentence: int) -> bool:
    if at + len(rest) > len(text):
        return False
    for word, form in zip(text[at : at + len(rest)], rest, strict=True):
        if word.sentence != sentence or not (
                word.form.startswith(form[:-1]) if form.endswith("*") else word.form == form):
            return False
    return True


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return what a file of the care folder holds. Raises OSError or tomllib.TOMLDecodeError."""
    found: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return found


@cache
def languages() -> tuple[str, ...]:
    """Return the languages (BCP 47) that have a list, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if not path.stem.startswith("labelled_")))
