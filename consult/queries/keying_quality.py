"""How well paper forms were typed, from those that two people typed and that are settled; one total, no one's name."""

from sqlalchemy.orm import Session

from consult.domain.forms import Around, build
from consult.domain.keyings import CLOSED, WORDS, Field, Quality, Tally, Typing, fields_of, tally, typed_again
from consult.models.keyings import Keying
from consult.queries import keyings, surveys

# What stands around a form is not typed, and so says nothing here.
NOTHING = Around({}, "", "", {}, {})


def of(session: Session, consultation_id: int) -> Quality:
    """Return how many answers were compared, differed, and were wrong at first, of boxes and of words."""
    known: dict[tuple[int, str], tuple[Field, ...]] = {}
    closed, words, forms, whole = Tally(), Tally(), 0, 0
    for first, second, settled in keyings.settled(session, consultation_id):
        form = (first.survey_version_id, first.age_route)
        if form not in known:
            known[form] = _fields(session, *form)
        ones, twos = _typing(first), _typing(second)
        found = tally(typed_again(known[form], ones, is_whole=not second.is_closed_only), ones, twos, settled)
        closed, words, forms = closed + found[CLOSED], words + found[WORDS], forms + 1
        whole += not second.is_closed_only
    return Quality(closed, words, forms, whole)


def _fields(session: Session, version_id: int, age: str) -> tuple[Field, ...]:
    version = surveys.by_id(session, version_id)
    assert version is not None
    return fields_of(build(version.survey, NOTHING, age=age))


def _typing(keying: Keying) -> Typing:
    return Typing({key: tuple(values) for key, values in keying.answers.items()}, frozenset(keying.unclear))
