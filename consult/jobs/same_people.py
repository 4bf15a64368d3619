"""What a run for campaigns sees of single people: the same words by two ways in, and no third who sent them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from consult.analysis.campaigns import Family
from consult.analysis.same_words import shared_words, twice_alike
from consult.domain.same_people import Pair, Seen, pair_by_words
from consult.queries.campaigns import Text

# Pairs that a person looked at and did not link are no question any more.
DECIDED = ("refused", "undone")
Spans = Sequence[tuple[int, int]]


def one_person(texts: Sequence[Text], family: Family, known: Mapping[tuple[int, int], str]) -> Pair | None:
    """Return the pair of responses that a family of just two may be, unless somebody said that it is none."""
    pair = _pair([texts[place] for place in family.members])
    return None if pair is None or known.get((pair.first_id, pair.second_id)) in DECIDED else pair


def same_additions(texts: Sequence[Text], own: Mapping[int, Spans]) -> list[Pair]:
    """Return the pairs whose own words beside a campaign's text are the same: `own` by answer (row id)."""
    adding = [text for text in texts if own.get(text.id)]
    added = [" ".join(text.text[start:end] for start, end in own[text.id]) for text in adding]
    pairs = [_judged(adding[one], adding[other], added[one], added[other]) for one, other in twice_alike(added)]
    return [pair for pair in pairs if pair is not None]


def _pair(members: Sequence[Text]) -> Pair | None:
    people: dict[int, list[Text]] = {
        person: list(texts) for person, texts in groupby(sorted(members, key=attrgetter("person_id", "id")),
                                                         attrgetter("person_id"))}
    if len(people) != 2:
        return None
    one, other = ([text for text in texts if text.response_id == texts[0].response_id] for texts in people.values())
    return _judged(one[0], other[0], *("\n".join(text.text for text in texts) for texts in (one, other)))


def _judged(one: Text, other: Text, words: str, others: str) -> Pair | None:
    common, shorter = shared_words(words, others)
    return pair_by_words(_seen(one), _seen(other), common=common, shorter=shorter)


def _seen(text: Text) -> Seen:
    return Seen(text.response_id, text.person_id, text.channel, text.speaks_for)
