"""Finds names and addresses in the words of a text, by the words around them and short lists of our own; a name that
nothing announces and no list holds is not found."""

from collections.abc import Iterator, Sequence
from functools import cache

from consult.analysis.care_words import Index, Word, languages, phrase, read, words
from consult.domain.redactions import ADDRESS, NAME, Span

_MOST_WORDS = 3
# Between a title or an initial and what follows.
_STOPS = frozenset({"", " ", "\u00a0", ".", ". ", "-", "  "})
_SPACES = frozenset({" ", "\u00a0", "-", "  "})
_COMMAS = frozenset({", ", " ", "، ", ",", "،", " - ", "\n", ",\n"})


def lines(group: str) -> list[str]:
    """Return the lines of a list of details over all languages, as they are written."""
    return [line for language in languages() for line in read(language).get("details", {}).get(group, ())]


@cache
def listed(group: str) -> frozenset[str]:
    """Return the lines of a list of details over all languages, as their words are compared."""
    return frozenset(" ".join(word.form for word in words(line)) for line in lines(group))


@cache
def _index(group: str) -> Index:
    return Index((phrase(line, {}), None) for line in sorted(listed(group)))


def names(text: str, said: Sequence[Word]) -> Iterator[Span]:
    """Give the names, surest first; two may overlap."""
    reading = _Reading(text, said)
    yield from reading.announced()
    for at in range(len(said)):
        yield from reading.at(at)


class _Reading:
    """The words of one text, asked for names."""

    def __init__(self, text: str, said: Sequence[Word]) -> None:
        self.text, self.said = text, said
        self.is_latin = [word.form[:1].isascii() or "\u00c0" <= word.form[:1] < "\u0370" for word in said]

    def announced(self) -> Iterator[Span]:
        """Give the names that words before them announce: "my name is", "yours sincerely"."""
        for cue, _nothing in _index("name_surely_before").matches(self.said):
            yield from self._span(cue.end, self._any_run(cue.end))
        for cue, _nothing in _index("name_before").matches(self.said):
            yield from self._span(cue.end, self._told(cue.end))
        for cue, _nothing in _index("i_am").matches(self.said):
            yield from self._span(cue.end, self._called(cue.end))
        for cue, _nothing in _index("closings").matches(self.said):
            end = self._run(cue.end, across=_COMMAS)
            if end > cue.end and end == len(self.said):
                yield from self._span(cue.end, end)

    def at(self, at: int) -> Iterator[Span]:
        """Give the name that a title, a relation or a list finds at a word."""
        form = self._form(at)
        if form in listed("titles"):
            end = self._run(at + 1, between=_STOPS) if self._is_latin(at + 1) else self._listed_run(at + 1)
            is_written_large = self._is_large(at) or not self.is_latin[at]
            yield from self._span(at if is_written_large else at + 1, end, at + 1)
        if form in listed("relations"):
            end = self._run(at + 1, between=_COMMAS) if self._is_latin(at + 1) else self._listed_run(at + 1)
            yield from self._span(at + 1, end)
        if form in listed("first_names"):
            yield from self._of_list(at, form)

    def _of_list(self, at: int, form: str) -> Iterator[Span]:
        end = self._run(at) if self.is_latin[at] else self._listed_run(at)
        behind = self.said[end].form if end < len(self.said) and self._joins(end - 1, _SPACES) else ""
        if not self.is_latin[at]:
            if end - at > 1:
                yield from self._span(at, end)
            elif behind in listed("titles_after") or f"{behind} {self._form(end + 1)}" in listed("titles_after"):
                yield from self._span(at, end + (1 if behind in listed("titles_after") else 2))
        elif self._is_large(at) and not self._is_place(at, end, behind):
            is_word = form in listed("names_and_words")
            if not is_word or end - at > 1 and self._is_inside(at):
                yield from self._span(at, end)
        elif self._form(at - 1) in listed("relations") and form not in listed("names_and_words"):
            yield from self._span(at, at + 1)

    def _is_place(self, at: int, end: int, behind: str) -> bool:
        inside = {self._form(number) for number in range(at + 1, end)}
        return behind in listed("places") or bool(inside & listed("places")) or (
            self._form(at - 1) in ("st", "saint", "king", "queen", "prince", "princess"))

    def _is_inside(self, at: int) -> bool:
        return at > 0 and self.said[at - 1].sentence == self.said[at].sentence

    def _told(self, at: int) -> int:
        """Return the end of a name behind words such as "called": large letters, or up to the word that closes it."""
        if at >= len(self.said):
            return at
        if self._is_latin(at) and self._is_large(at):
            return self._run(at)
        closed = self._closed(at, "name_after")
        if closed > at:
            return closed
        if self._is_latin(at):
            return at
        # Where a language has no word that closes a name: as far as the clause, one to three words.
        return self._listed_run(at) if self._closes(at) else self._any_run(at)

    def _closes(self, at: int) -> bool:
        """Say whether a text in this script has words that close a name."""
        return "\u0600" <= self.said[at].form[:1] <= "\u06ff"

    def _called(self, at: int) -> int:
        """Return the end of a name behind "I am": one of the list, or two words with large letters."""
        if at >= len(self.said):
            return at
        if not self._is_latin(at):
            return self._closed(at, "i_am_after") if self._form(at) in listed("first_names") else at
        end = self._run(at)
        if self._form(at) in listed("first_names") - listed("names_and_words"):
            return max(end, at + 1)
        return end if end - at > 1 else at

    def _closed(self, at: int, group: str) -> int:
        for end in range(at + 1, min(len(self.said), at + _MOST_WORDS + 1)):
            if self._form(end - 1) in listed("no_names") or self.said[end].clause != self.said[at].clause:
                return at
            if self._form(end) in listed(group):
                return end
        return at

    def _run(self, at: int, between: frozenset[str] = _SPACES, across: frozenset[str] | None = None) -> int:
        """Return where a row of words with large letters ends that begins here; `at` where none does."""
        if at and not self._joins(at - 1, between if across is None else across | _STOPS):
            return at
        end = at
        while end < len(self.said) and end - at < _MOST_WORDS and self._may_be_name(end) and (
                end == at or self._joins(end - 1, _STOPS if len(self.said[end - 1].form) == 1 else _SPACES)):
            end += 1
        return end

    def _may_be_name(self, at: int) -> bool:
        return self._is_large(at) and self._is_latin(at) and self._form(at) not in listed("no_names") and (
            not any(sign.isdigit() for sign in self.said[at].form))

    def _any_run(self, at: int) -> int:
        """Return where a name of any letters ends: two words, three where each is one sign."""
        end = at
        while end < len(self.said) and self._form(end) not in listed("no_names") and (
                self.said[end].clause == self.said[at].clause
                and end - at < (3 if len(self.said[end].form) == 1 or self._is_large(end) else 2)
                and self._form(end) not in listed("name_after")):
            end += 1
        return end

    def _listed_run(self, at: int) -> int:
        end = at
        while end < len(self.said) and end - at < _MOST_WORDS and self._form(end) in listed("first_names") and (
                self.said[end].clause == self.said[at].clause):
            end += 1
        return end

    def _span(self, at: int, end: int, first: int | None = None) -> Iterator[Span]:
        """Give the words from `at` up to `end` as a name, unless they are somebody's whom everybody knows."""
        first = at if first is None else first
        if end <= first or end > len(self.said):
            return
        told = " ".join(self._form(number) for number in range(first, end))
        if any(known in told for known in listed("public_people")):
            return
        last = self.said[end - 1]
        yield Span(self.said[at].start, last.start + len(_bare(self.text[last.start : last.end])), NAME)

    def _form(self, at: int) -> str:
        return _bare(self.said[at].form) if 0 <= at < len(self.said) else ""

    def _is_large(self, at: int) -> bool:
        return at < len(self.said) and self.text[self.said[at].start].isupper()

    def _is_latin(self, at: int) -> bool:
        return at < len(self.said) and self.is_latin[at]

    def _joins(self, at: int, between: frozenset[str]) -> bool:
        """Say whether only these signs stand between a word and the next."""
        return at + 1 < len(self.said) and self.text[self.said[at].end : self.said[at + 1].start] in between


def _bare(word: str) -> str:
    """Return a word without the s of an owner."""
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def written(text: str, said: Sequence[Word]) -> Iterator[Span]:
    """Give the addresses: a number with a road or a building, a flat with its number; parts in a row are one."""
    announced = {cue.end for cue, _nothing in _index("address_before").matches(said)}
    units = {cue.first: cue.end for cue, _nothing in _index("unit_words").matches(said)}
    at = 0
    while at < len(said):
        end = at
        while (more := _part(text, said, end, units, announced)) > end and (end == at or _follows(text, said, end)):
            end = more
        if end > at:
            yield Span(said[at].start, said[end - 1].end, ADDRESS)
        at = max(end, at + 1)


def _follows(text: str, said: Sequence[Word], at: int) -> bool:
    return text[said[at - 1].end : said[at].start] in _COMMAS


def _part(text: str, said: Sequence[Word], at: int, units: dict[int, int], announced: set[int]) -> int:
    """Return the end of one part of an address that begins here; `at` where none does."""
    if at >= len(said):
        return at
    if at in units and units[at] < len(said) and _is_number(said[units[at]].form):
        return units[at] + 1
    types = listed("street_types") | listed("building_types")
    is_numbered = _is_number(said[at].form)
    first = at + 1 if is_numbered else at
    # A building without a number is a part only behind a flat.
    if not is_numbered and (at == 0 or not _is_number(said[at - 1].form) or not _follows(text, said, at)):
        return at
    for end in range(first + 1, min(len(said), first + _MOST_WORDS + 1)):
        if said[end].clause != said[first].clause or not _names_a_road(text, said[end - 1], at in announced):
            return at
        if said[end].form in types:
            return end + 1
    return at


def _names_a_road(text: str, word: Word, is_announced: bool) -> bool:
    if word.form in listed("no_names") and not text[word.start].isupper():
        return False
    is_caseless = text[word.start].upper() == text[word.start].lower()
    return text[word.start].isupper() or is_announced or is_caseless and not word.form[0].isdigit()


def _is_number(form: str) -> bool:
    digits = form.rstrip("abcdefghij")
    return 0 < len(digits) <= 4 and digits.isdecimal() and len(form) - len(digits) <= 1


