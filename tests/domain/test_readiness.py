"""The gate before an opening: what holds a language or a format back, and what nobody can set aside."""

from dataclasses import replace

import pytest

from consult.domain.readiness import (
    CATALOGUE,
    NO_GROUP,
    NO_PROMISE,
    UNCHECKED,
    Allowance,
    format_lacks,
    is_format_ready,
    language_lacks,
    offered,
    parts_of,
)
from consult.domain.text_units import Unit
from consult.domain.variants import (
    APPROVED,
    CHECKED,
    DRAFT,
    EASY_READ,
    LANGUAGE,
    MISSING,
    PERSON,
    STALE,
    Made,
)

CHECKED_SITE = Allowance(is_catalogue_checked=True)
ANYTHING_GOES = Allowance(is_catalogue_checked=True, may_be_unchecked=True)


def test_english_lacks_nothing() -> None:
    assert language_lacks("en", UNITS, [], Allowance()) == []


def test_a_language_that_is_whole_current_and_approved_is_offered() -> None:
    assert language_lacks("ur", UNITS, whole(), CHECKED_SITE) == []
    assert offered(["en", "ur"], UNITS, whole(), {"ur": CHECKED_SITE}) == ["en", "ur"]


def test_what_is_missing_stale_and_unapproved_is_named_text_by_text() -> None:
    made = [made_of("question/a/text", source="Old"), made_of("question/b/text", state=CHECKED)]
    lacks = {lack.why: lack for lack in language_lacks("ur", UNITS, made, CHECKED_SITE)}
    assert {why: lack.keys for why, lack in lacks.items()} == {
        STALE: ("question/a/text",), UNCHECKED: ("question/b/text",), MISSING: ("question/ok/text",)}
    assert lacks[MISSING].is_binding and not lacks[STALE].is_binding


@pytest.mark.parametrize("allowance", [CHECKED_SITE, ANYTHING_GOES, Allowance(), Allowance(may_be_unchecked=True)])
@pytest.mark.parametrize("state", [DRAFT, CHECKED, APPROVED])
def test_a_consent_that_is_stale_is_never_offered_whoever_decides_what(allowance: Allowance, state: str) -> None:
    made = [one for one in whole() if one.key != "question/ok/text"]
    made.append(made_of("question/ok/text", source="I agreed to less", state=state))
    assert offered(["en", "ur"], UNITS, made, {"ur": allowance}) == ["en"]
    assert any(lack.why == STALE and lack.is_binding for lack in language_lacks("ur", UNITS, made, allowance))


def test_only_what_nobody_has_checked_can_be_let_through() -> None:
    drafts = [replace(one, state=DRAFT) for one in whole()]
    assert language_lacks("ur", UNITS, drafts, Allowance(may_be_unchecked=True)) == []
    assert [lack.why for lack in language_lacks("ur", UNITS, drafts, Allowance())] == [UNCHECKED, CATALOGUE]
    missing = language_lacks("ur", UNITS, drafts[1:], Allowance(may_be_unchecked=True))
    assert [lack.why for lack in missing] == [MISSING]


def test_one_language_that_lacks_something_holds_no_other_back() -> None:
    made = [*whole(), *(replace(one, language="ar") for one in whole()[1:])]
    assert offered(["en", "ar", "ur"], UNITS, made, dict.fromkeys(("ar", "ur"), CHECKED_SITE)) == ["en", "ur"]


def test_a_format_that_was_begun_and_went_stale_holds_the_opening_back_whatever_was_promised() -> None:
    made = easy_read(source="Old")
    lacks = format_lacks(EASY_READ, "en", PARTS, made, is_promised=True)
    assert [(lack.why, lack.keys) for lack in lacks] == [(STALE, ("question/a",))]


def test_a_format_that_is_late_needs_a_promise() -> None:
    assert format_lacks(EASY_READ, "en", PARTS, [], is_promised=True) == []
    assert [lack.why for lack in format_lacks(EASY_READ, "en", PARTS, [], is_promised=False)] == [NO_PROMISE]


def test_easy_read_is_ready_only_with_the_group_that_checked_it() -> None:
    assert is_format_ready(EASY_READ, "en", PARTS, easy_read(group="A group"))
    assert not is_format_ready(EASY_READ, "en", PARTS, easy_read())
    lacks = format_lacks(EASY_READ, "en", PARTS, easy_read(), is_promised=True)
    assert [lack.why for lack in lacks] == [NO_GROUP]


def whole() -> list[Made]:
    """Return an approved Urdu variant of every text."""
    return [made_of(unit.key) for unit in UNITS]


def made_of(key: str, *, source: str | None = None, state: str = APPROVED) -> Made:
    english = {unit.key: unit.english for unit in UNITS}[key]
    return Made(key, LANGUAGE, "ur", english if source is None else source, "الفاظ", state, PERSON)


def easy_read(*, source: str | None = None, group: str = "") -> list[Made]:
    """Return an approved Easy Read page of every part; of the first made from `source`."""
    return [Made(part, EASY_READ, "en", source if source is not None and part == "question/a" else english, "words",
                 APPROVED, PERSON, checked_by_group=group if source is None else "A group")
            for part, english in PARTS.items()]


UNITS = [Unit("question/a/text", "question/a", "First?"), Unit("question/b/text", "question/b", "Second?"),
         Unit("question/ok/text", "question/ok", "I agree", is_binding=True)]
PARTS = parts_of(UNITS)
