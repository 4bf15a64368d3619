"""Codes of paper forms: issued in pairs that nothing ties together, known again however they are typed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect, select

from consult.domain.errors import NotAllowed, Refused
from consult.domain.forms import MOST_FORMS, Codes
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.responses import FormCode
from consult.queries import surveys
from consult.queries.surveys import Version
from consult.services import forms
from consult.services.secrets import keyed_hash, typed
from consult.services.transaction import writing
from tests.form_surveys import every_kind
from tests.worlds import World


def test_a_form_and_its_sheet_get_codes_that_are_known_again(world: World, version: Version) -> None:
    [codes] = issued(world, version, 1)
    form, sheet = forms.recognise(codes.form), forms.recognise(codes.equality)
    assert form == forms.Recognised(world.consultation.id, version.id, "form")
    assert sheet == forms.Recognised(world.consultation.id, version.id, "equality")


@pytest.mark.parametrize("slip", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "o"),
                                  lambda code: f"  {code.replace('1', 'l')}."])
def test_a_code_is_known_however_it_is_typed(world: World, version: Version, slip: Any) -> None:
    [codes] = issued(world, version, 1)
    assert forms.recognise(slip(codes.form)) == forms.recognise(codes.form) is not None


@pytest.mark.parametrize("code", ["", "0000-0000-000", "not a code", "\x00" * 11, "9" * 500])
def test_a_code_that_was_never_printed_is_not_known(world: World, version: Version, code: str) -> None:
    issued(world, version, 1)
    assert forms.recognise(code) is None


def test_only_keyed_hashes_and_a_day_are_stored(world: World, version: Version) -> None:
    [codes] = issued(world, version, 1)
    columns = {column.key for column in inspect(FormCode).columns}
    assert columns == {"id", "consultation_id", "survey_version_id", "kind", "code_hash", "issued_on"}
    held = "".join(str(getattr(row, name)) for row in rows() for name in columns)
    for code in (codes.form, codes.equality):
        assert code not in held and code.replace("-", "") not in held
    assert {row.issued_on for row in rows()} == {datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date()}


def test_neither_keys_nor_order_pair_a_form_with_its_sheet(world: World, version: Version) -> None:
    pairs = issued(world, version, 60)
    keys = {row.code_hash: row.id for row in rows()}
    beside = sorted(keys.values())
    places = [(beside.index(keys[hashed(pair.form)]), beside.index(keys[hashed(pair.equality)])) for pair in pairs]
    # By chance about one pair in 60 stands side by side.
    assert sum(abs(form - sheet) == 1 for form, sheet in places) < 15
    assert beside != list(range(beside[0], beside[0] + len(beside)))


def test_all_codes_of_a_print_differ_and_one_act_is_kept(world: World, version: Version) -> None:
    pairs = issued(world, version, MOST_FORMS)
    assert len({code for pair in pairs for code in (pair.form, pair.equality)}) == 2 * MOST_FORMS == len(rows())
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "forms-printed"))
    assert event.facts == {"count": MOST_FORMS} and event.person_id == world.staff["lead"].id
    assert not any(pair.form in str(event.facts) for pair in pairs)


@pytest.mark.parametrize("count", [-1, 0, MOST_FORMS + 1])
def test_no_form_and_too_many_forms_are_refused(world: World, version: Version, count: int) -> None:
    with pytest.raises(Refused, match="forms-count"):
        issued(world, version, count)
    assert rows() == []


def test_whoever_may_not_print_gets_no_codes(world: World, version: Version) -> None:
    with pytest.raises(NotAllowed):
        forms.issue(consultation_id=world.consultation.id, version=version, count=1, by_id=world.staff["coder"].id)
    assert rows() == []


def test_one_network_makes_only_so_many_forms_and_another_is_not_held_up(world: World, version: Version) -> None:
    for _ in range(20):
        one(world, version, "192.0.2.1")
    with pytest.raises(Refused, match="forms-too-often"):
        one(world, version, "192.0.2.1")
    assert len(rows()) == 40 and one(world, version, "192.0.2.2")


def test_a_survey_that_asks_nothing_of_the_kind_gets_no_code_for_a_sheet(world: World, version: Version) -> None:
    plain = replace(version, survey=replace(version.survey, sections=tuple(
        section for section in version.survey.sections if section.stores == "answers")))
    [codes] = issued(world, plain, 1)
    assert codes.equality == "" and [row.kind for row in rows()] == ["form"]


def test_a_form_says_what_the_consultation_says(world: World, version: Version) -> None:
    form = forms.paper_form(db.session(), world.consultation, version)
    assert form.around.before_writing == {"en": ("Call 999.",), "ur": ("999",)}
    closes_at = world.consultation.closes_at.astimezone(ZoneInfo("Europe/London"))
    assert form.around.closes_on == closes_at.date().isoformat()
    assert form.places["support-knife-crime"].kind == "form"


def test_children_read_their_own_words_on_what_happens_with_answers(world: World, version: Version) -> None:
    with writing():
        world.consultation.privacy_for_children = {"en": ["For children."]}
    kinds = Version(version.id, version.number, every_kind())
    short = forms.paper_form(db.session(), world.consultation, kinds, age="13-15")
    assert short.around.privacy == {"en": ("For children.",)}
    assert forms.paper_form(db.session(), world.consultation, kinds).around.privacy["en"] == ("We read it.",)


def issued(world: World, version: Version, count: int) -> list[Codes]:
    """Codes that the lead prints."""
    return forms.issue(consultation_id=world.consultation.id, version=version, count=count,
                       by_id=world.staff["lead"].id)


def one(world: World, version: Version, network: str) -> Codes:
    """The codes of a form that someone makes."""
    return forms.issue_one(consultation=world.consultation, version=version, network=network)


def rows() -> list[FormCode]:
    return list(db.session.scalars(select(FormCode)))


def hashed(code: str) -> str:
    return keyed_hash("form-code", typed(code))


@pytest.fixture
def version(world: World) -> Version:
    found = surveys.current(db.session(), world.consultation.id)
    assert found is not None
    return found
