"""Responses from a file: what is stored, what is refused in which cell, and that nothing is stored twice or lost."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.surveys import Option, Question, questions_of
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.consultations import ClosingChange
from consult.models.responses import Answer, CharacteristicAnswer, RespondingBody, Response
from consult.models.surveys import Question as StoredQuestion
from consult.queries import surveys as surveys_asked
from consult.services import consultations, import_rows, response_exports, response_imports, surveys
from consult.services.consultations import Around, DutyFacts
from consult.services.transaction import writing
from tests.response_worlds import response_count, send, survey, use, words
from tests.statements import count_statements
from tests.worlds import SURVEY, World

MAPPING = {
    "id": "Ref", "channel": "post", "consent": True, "quote_consent": False,
    "columns": {"Is the aim right?": "agree", "Why": "why"},
}
HEADER = ("Ref", "Is the aim right?", "Why")


def test_labels_in_any_language_codes_and_any_spacing_are_understood(world: World) -> None:
    use(world)
    outcome = load(world, [("1", "Strongly agree", ""), ("2", " STRONGLY  agree ", "x"), ("3", "strongly-agree", "y"),
                           ("4", "پوری طرح متفق", "z")])
    assert (outcome.taken, outcome.refused) == (4, [])
    assert [answers["agree"] for answers in stored(world)] == [["strongly-agree"]] * 4


def test_a_bad_cell_refuses_its_row_and_no_other(world: World) -> None:
    use(world)
    outcome = load(world, [("1", "agree", "a"), ("2", "perhaps", "b"), ("3", "agree", "x" * 3001), ("4", "", ""),
                           ("", "agree", "c"), ("1", "agree", "d")])
    assert [(row.number, row.column, row.refused.code) for row in outcome.refused] == [
        (3, "Is the aim right?", "import-value-unknown"), (4, "Why", "text-long"),
        (5, "", "import-nothing-answered"), (6, "Ref", "import-id-missing"), (7, "Ref", "import-id-twice")]
    assert outcome.refused[0].refused.facts["name"] == "perhaps"
    assert outcome.taken == 1 and len(stored(world)) == 1


def test_taken_and_refused_are_all_rows_that_hold_something(world: World) -> None:
    use(world)
    rows = [("1", "agree", ""), ("", "", ""), ("2", "?", ""), ("3", "agree", "more", "than fits"), ("4", "", "w")]
    outcome = load(world, rows)
    assert outcome.taken + len(outcome.refused) == 4
    assert outcome.refused[1].refused.code == "import-row-long"


def test_the_same_file_again_stores_nothing(world: World) -> None:
    use(world)
    rows = [("1", "agree", ""), ("2", "agree", "")]
    load(world, rows)
    again = load(world, [*rows, ("3", "agree", "")])
    assert (again.taken, again.known) == (1, 2) and len(stored(world)) == 3


def test_without_an_id_the_same_file_is_known_and_equal_rows_are_kept(world: World) -> None:
    use(world)
    mapping = {name: value for name, value in MAPPING.items() if name != "id"}
    rows = [("", "agree", ""), ("", "agree", "")]
    assert [load(world, rows, mapping).taken, load(world, rows, mapping).taken] == [2, 0]
    assert len(stored(world)) == 2


def test_the_same_id_in_another_consultation_is_another_response(world: World) -> None:
    other = build_other(world)
    use(world)
    use(other)
    assert load(world, [("1", "agree", "")]).taken == load(other, [("1", "agree", "")]).taken == 1


def test_a_dry_run_says_the_same_and_stores_nothing(world: World) -> None:
    use(world)
    before = response_count(world)
    outcome = load(world, [("1", "agree", ""), ("2", "?", "")], is_dry_run=True)
    assert (outcome.taken, len(outcome.refused)) == (1, 1) and response_count(world) == before
    assert load(world, [("1", "agree", "")]).taken == 1


def test_what_people_are_goes_to_its_own_store(world: World) -> None:
    use(world)
    mapping = {**MAPPING, "columns": {**MAPPING["columns"], "Sex": "sex", "Where": "borough"}}
    outcome = load(world, [("1", "agree", "", "female", "Lambeth")], mapping, header=(*HEADER, "Sex", "Where"))
    assert outcome.taken == 1
    assert sorted(db.session().scalars(select(CharacteristicAnswer.choice).join(
        Response, Response.id == CharacteristicAnswer.response_id).where(Response.channel == "post").order_by(
            CharacteristicAnswer.id.desc()).limit(2))) == ["female", "lambeth"]
    assert "sex" not in stored(world)[0]


def test_several_choices_rankings_values_and_comments_are_read(world: World) -> None:
    use(world)
    header = ("Ref", "What", "Buses", "Else", "1st", "2nd", "Years", "Moved", "Streets")
    columns = {
        "What": {"question": "matters", "separator": ";", "values": {"Blades": "knives", "Nothing": None}},
        "Buses": {"question": "matters", "option": "buses", "true": ["selected"]}, "Else": "other-words",
        "1st": {"question": "order", "option": "patrols"}, "2nd": {"question": "order", "option": "lights"},
        "Years": "years", "Moved": {"question": "moved", "format": "%d/%m/%Y"}, "Streets": "comment@sub-streets"}
    outcome = load(world, [("1", "Blades; something else;Nothing", "Selected", "Dogs", "1", "2.0", "1.0", "29/2/2020",
                            "More lights")], {**MAPPING, "columns": columns}, header=header)
    assert outcome.refused == []
    assert stored(world) == [{
        "matters": ["knives", "buses", "other"], "other-words": ["Dogs"], "order": ["patrols", "lights"],
        "years": ["1"], "moved": ["2020-02-29"], "comment@sub-streets": ["More lights"]}]


@pytest.mark.parametrize(("column", "cell", "code"), [
    ("Years", "many", "number-shape"), ("Moved", "2020-02-30", "import-date-shape"), ("1st", "3", "rank-gap"),
    ("What", "Knives|Spoons", "import-value-unknown"), ("Else", "Dogs", "import-not-asked"),
])
def test_a_wrong_value_names_its_column(world: World, column: str, cell: str, code: str) -> None:
    use(world)
    columns = {"Years": "years", "Moved": "moved", "What": "matters", "Else": "other-words", "Why": "why",
               "1st": {"question": "order", "option": "patrols"}}
    outcome = load(world, [("1", "w", cell)], {**MAPPING, "columns": {name: columns[name] for name in ("Why", column)}},
                   header=("Ref", "Why", column))
    assert [(row.column, row.refused.code) for row in outcome.refused] == [(column, code)]


def test_facts_can_come_from_columns(world: World) -> None:
    use(world)
    mapping = {
        "channel": {"column": "Way", "values": {"Letter": "post", "Telephone": "phone"}},
        "language": {"column": "In", "values": {"Urdu": "ur"}}, "consent": {"column": "Agreed", "values": {"OK": True}},
        "quote_consent": {"column": "Quote"}, "on_behalf_of": {"column": "As", "values": {"Company": "organisation"}},
        "body": "Name", "may_be_named": True, "columns": {"Why": "why"}}
    header = ("Way", "In", "Agreed", "Quote", "As", "Name", "Why")
    outcome = load(world, [("Telephone", "urdu", "OK", "y", "company", "A firm", "w"),
                           ("Letter", "pl", "yes", "", "Self", "", "w"), ("Letter", "", "no", "", "", "", "w"),
                           ("Pigeon", "", "yes", "", "", "", "w"), ("Letter", "Welsh!", "yes", "", "", "", "w"),
                           ("Letter", "", "yes", "", "", "Ann", "w"),
                           ("Letter", "", "yes", "", "group", "A" * 201, "w")], mapping, header=header)
    assert [(row.number, row.column, row.refused.code) for row in outcome.refused] == [
        (4, "Agreed", "import-no-consent"), (5, "Way", "import-value-unknown"), (6, "In", "import-value-unknown"),
        (7, "Name", "import-body-alone"), (8, "Name", "import-body-long")]
    found = newest(world, 2)
    assert [(one.channel, one.language, one.has_quote_consent, one.on_behalf_of) for one in found] == [
        ("phone", "ur", True, "organisation"), ("post", "pl", False, "self")]
    assert [body.name for body in db.session().scalars(select(RespondingBody))] == ["A firm"]


def test_young_people_answer_only_what_they_are_asked(world: World) -> None:
    use(world)
    mapping = {**MAPPING, "age_route": {"column": "Age", "values": {"12": "under-13", "14": "13-15", "20": "adult"}}}
    outcome = load(world, [("1", "agree", "w", "12"), ("2", "agree", "w", "14"), ("3", "agree", "w", "20")], mapping,
                   header=(*HEADER, "Age"))
    assert [(row.number, row.column, row.refused.code) for row in outcome.refused] == [
        (2, "Age", "age-too-young"), (3, "Is the aim right?", "import-not-asked")]


@pytest.mark.parametrize(("policy", "reason"), [("counted", None), ("kept", "out-of-time")])
def test_what_came_late_is_kept_by_the_policy_of_the_consultation(world: World, policy: str, reason: str | None
                                                                  ) -> None:
    close(world, policy)
    mapping = {**MAPPING, "received": {"column": "Came"}}
    day = world.consultation.closes_at.date()
    outcome = load(world, [("1", "agree", "", day.isoformat()), ("2", "agree", "", str(day + timedelta(days=2)))],
                   mapping, header=(*HEADER, "Came"))
    assert outcome.taken == 2
    assert [(one.is_late, one.excluded_reason) for one in newest(world, 2)] == [(False, None), (True, reason)]


def test_a_later_close_of_one_way_to_answer_counts_for_it_alone(world: World) -> None:
    close(world, "counted")
    with writing() as session:
        session.add(ClosingChange(
            consultation_id=world.consultation.id, channel="post", closed_at=world.consultation.closes_at,
            closes_at=world.consultation.closes_at + timedelta(days=3), reason={"en": "Post was late."}))
    mapping = {**MAPPING, "received": {"column": "Came"}, "channel": {"column": "Way"}}
    after = str(world.consultation.closes_at.date() + timedelta(days=2))
    load(world, [("1", "agree", "", after, "post"), ("2", "agree", "", after, "email")], mapping,
         header=(*HEADER, "Came", "Way"))
    assert [one.is_late for one in newest(world, 2)] == [False, True]


@pytest.mark.parametrize(("came", "code"), [
    ("2001-01-01", "import-too-early"), ("2999-01-01", "import-in-future"), ("last week", "import-date-shape")])
def test_a_day_that_cannot_be_is_refused(world: World, came: str, code: str) -> None:
    use(world)
    outcome = load(world, [("1", "agree", "", came)], {**MAPPING, "received": {"column": "Came"}},
                   header=(*HEADER, "Came"))
    assert [(row.column, row.refused.code) for row in outcome.refused] == [("Came", code)]


@pytest.mark.parametrize(("change", "place", "code"), [
    ({"channel": None}, "channel", "mapping-missing"), ({"consent": None}, "consent", "mapping-missing"),
    ({"channel": "pigeon"}, "channel", "mapping-value-wrong"), ({"colour": 1}, "colour", "mapping-unknown-name"),
    ({"columns": {}}, "columns", "mapping-missing"), ({"columns": {"Nope": "why"}}, "Nope", "mapping-unknown-column"),
    ({"columns": {"Why": "wy"}}, "Why", "mapping-unknown-question"),
    ({"columns": {"Why": "photo"}}, "Why", "mapping-unknown-question"),
    ({"columns": {"Why": "comment@nowhere"}}, "Why", "mapping-unknown-question"),
    ({"columns": {"Why": {"question": "agree", "values": {"x": "maybe"}}}}, "Why", "mapping-unknown-option"),
    ({"columns": {"Why": {"question": "why", "option": "x"}}}, "Why", "mapping-not-for-kind"),
    ({"columns": {"Why": {"question": "why", "sep": "x"}}}, "Why", "mapping-unknown-name"),
    ({"columns": {"Why": "years", "Ref": "years"}}, "Ref", "mapping-question-twice"),
    ({"columns": {"Why": 3}}, "Why", "mapping-value-wrong"), ({"id": "why "}, "", ""),
    ({"received": "Why"}, "received", "mapping-value-wrong"), ({"header_row": 0}, "header_row", "mapping-value-wrong"),
    ({"channel": {"column": "Why", "values": {"x": "dove"}}}, "channel", "mapping-value-wrong"),
    ({"columns": {"Why": {"question": "matters", "option": []}}}, "Why", "mapping-value-wrong"),
    ({"columns": {"Why": {"question": "matters", "option": "knives", "true": [1]}}}, "Why", "mapping-value-wrong"),
    ({"columns": {"Why": {"question": "why", "values": {"x": True}}}}, "Why", "mapping-value-wrong"),
    ({"columns": {"Why": {"question": ["why"]}}}, "Why", "mapping-unknown-question"),
    ({"language": "en-12345678-12345678"}, "", ""), ({"language": "eng-12345678-12345678"}, "language",
                                                      "mapping-value-wrong"),
    ({"columns": {"Why": {"question": "matters", "true": "x", "option": "knives"}}}, "Why", "mapping-value-wrong"),
])
def test_a_mapping_that_does_not_fit_stores_nothing_and_says_where(
    world: World, change: dict[str, Any], place: str, code: str,
) -> None:
    use(world)
    mapping = {name: value for name, value in {**MAPPING, **change}.items() if value is not None}
    if not code:
        assert load(world, [("1", "agree", "a")], mapping).taken == 1
        return
    with pytest.raises(Refused) as refused:
        load(world, [("1", "agree", "a")], mapping)
    assert (place, code) in [(one.field, one.code) for one in response_imports.problems_of(refused.value)]
    assert stored(world) == []


def test_a_form_of_a_day_that_cannot_be_read_refuses_its_rows(world: World) -> None:
    use(world)
    outcome = load(world, [("1", "agree", "2026-01-01")],
                   {**MAPPING, "received": {"column": "Why", "format": "%Y%Y"},
                    "columns": {"Is the aim right?": "agree"}})
    assert [row.refused.code for row in outcome.refused] == ["import-date-shape"]


def test_a_column_that_stands_twice_is_refused_only_where_it_is_used(world: World) -> None:
    use(world)
    rows = [("1", "agree", "a", "b", "c")]
    assert load(world, rows, header=(*HEADER, "Note", "note")).ignored == ("Note", "note")
    with pytest.raises(Refused) as refused:
        load(world, rows, header=(*HEADER, "why", "x"))
    assert response_imports.problems_of(refused.value)[0].code == "mapping-column-twice"


def test_a_label_of_two_options_stands_for_neither(world: World) -> None:
    twins = Question("twins", "one-choice", words("Which?"), options=(
        Option("k1", words("Knives")), Option("k2", words("Knives"))))
    use(world, survey(twins))
    outcome = load(world, [("1", "Knives"), ("2", "k2")], {**MAPPING, "columns": {"Q": "twins"}}, header=("Ref", "Q"))
    assert outcome.taken == 1 and outcome.refused[0].refused.code == "import-value-unknown"


def test_only_those_with_the_right_take_responses_in_and_it_is_kept_who_did(world: World) -> None:
    use(world)
    with pytest.raises(NotAllowed):
        load(world, [("1", "agree", "")], by_id=world.staff["coder"].id)
    load(world, [("1", "agree", "")], by_id=world.staff["lead"].id)
    event = db.session().scalar(select(AuditEvent).where(AuditEvent.action == Act.RESPONSES_IMPORTED.value))
    assert event is not None and event.person_id == world.staff["lead"].id and event.facts == {"taken": 1}


def test_two_imports_at_once_store_each_row_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    use(world)
    load(world, [("1", "agree", "")])
    monkeypatch.setattr(import_rows, "_known", lambda session, hashes: {})
    with pytest.raises(Conflict):
        load(world, [("2", "agree", ""), ("1", "agree", "")])
    assert len(stored(world)) == 1


def test_a_larger_file_needs_no_more_statements_to_be_checked(world: World) -> None:
    use(world)
    sent = []
    for size in (5, 50):
        with count_statements() as statements:
            load(world, [(str(number), "agree", "w") for number in range(size)], is_dry_run=True)
        sent.append(len(statements))
    assert sent[0] == sent[1] < 20


def test_what_is_taken_out_can_be_taken_in_elsewhere_unchanged(world: World) -> None:
    other = build_other(world)
    surveys.import_survey(consultation_id=other.consultation.id, data=SURVEY.read_bytes())
    outcome = carried_over(world, other)
    assert (outcome.taken, outcome.refused, outcome.known) == (3, [], 0)
    assert answers_of(other) == answers_of(world)
    assert without_ids(exported(other)) == without_ids(exported(world))


@pytest.mark.parametrize("name", [response_exports.CSV, response_exports.XLSX])
def test_every_kind_of_answer_survives_the_way_out_and_in(world: World, name: str) -> None:
    use(world)
    send(world, {"agree": ["agree"], "matters": ["knives", "other"], "other-words": ["=Dogs"], "years": ["-3"],
                 "moved": ["2020-02-29"], "why": ["'-- a \"b\", c\nd"], "comment@sub-streets": ["+ More lights"],
                 "order": ["patrols", "lights"]}, body="A firm", may_be_named=True, on_behalf_of="organisation")
    send(world, {"why": ["میری گلی"], "borough": ["lambeth"]}, language="ur", channel="phone", was_helped=True,
         words_are="together")
    other = build_other(world)
    use(other)
    outcome = carried_over(world, other, name)
    # The first three answered only what the newer survey does not ask.
    assert [(row.number, row.refused.code) for row in outcome.refused] == [
        (number, "import-nothing-answered") for number in (2, 3, 4)]
    assert answers_of(other) == stored(world)
    wide = [{name: cell for name, cell in row.items() if name in without_ids(exported(other))[0]}
            for row in without_ids(exported(world))[3:]]
    assert without_ids(exported(other)) == wide


def carried_over(world: World, other: World, name: str = response_exports.CSV) -> response_imports.Outcome:
    """Take the export of one consultation into another, by a mapping made of nothing but the dictionary."""
    lines = csv.DictReader(io.StringIO(exported(world, response_exports.DICTIONARY).decode("utf-8-sig"), newline=""))
    version = surveys_asked.current(db.session(), other.consultation.id)
    assert version is not None
    known = {question.key for question in questions_of(version.survey)}
    columns = {line["column"]: line["column"] if "@" in line["column"] else line["question"] for line in lines
               if line["question"] in known and "/" not in line["column"] and line["kind"] != "file"}
    facts = ("channel", "language", "on_behalf_of", "was_helped", "words_are", "quote_consent")
    mapping = {"id": "response", "consent": True, "body": "body", "may_be_named": True, "columns": columns,
               **{name: {"column": name} for name in facts}}
    return response_imports.take_in(consultation_id=other.consultation.id, data=exported(world, name),
                                    mapping=json.dumps(mapping).encode())


def without_ids(data: bytes) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [{name: cell for name, cell in row.items() if name not in ("response", "survey_version", "received")}
            for row in rows]


def exported(world: World, name: str = response_exports.CSV) -> bytes:
    file = io.BytesIO()
    response_exports.write(consultation_id=world.consultation.id, name=name, file=file,
                           translate=lambda message, **facts: message % facts if facts else message)
    return file.getvalue()


def build_other(world: World) -> World:
    """Make another consultation on the same plan, without staff of its own and without a response."""
    was = world.consultation
    made = consultations.create(slug="other-plan", around=Around([DutyFacts({"en": "Ask"}, {"en": "By law."})], []),
                                facts={name: getattr(was, name) for name in (
                                    "title", "summary", "languages", "opens_at", "closes_at", "plan_version_id")})
    return World(made, world.staff)


def load(world: World, rows: list[tuple[str, ...]], mapping: dict[str, Any] | None = None,
         header: tuple[str, ...] = HEADER, **how: Any) -> response_imports.Outcome:
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return response_imports.take_in(consultation_id=world.consultation.id, data=file.getvalue().encode(),
                                    mapping=json.dumps(mapping or MAPPING).encode(), **how)


def close(world: World, policy: str) -> None:
    """Put the wide survey into use, and let the consultation have closed five days ago."""
    use(world)
    with writing() as session:
        session.add(world.consultation)
        world.consultation.closes_at = utc_now() - timedelta(days=5)
        world.consultation.late_answers = policy


def newest(world: World, count: int) -> list[Response]:
    found = list(db.session().scalars(select(Response).where(
        Response.consultation_id == world.consultation.id).order_by(Response.id.desc()).limit(count)))
    return found[::-1]


def answers_of(world: World) -> list[dict[str, list[str]]]:
    """Return the answers of each response in the order stored, by key, a comment with its part of the plan."""
    found: dict[int, dict[str, list[str]]] = {}
    for answer, key in db.session().execute(
        select(Answer, StoredQuestion.key).join(StoredQuestion, StoredQuestion.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == world.consultation.id).order_by(Answer.response_id, Answer.id)
    ):
        name = f"{key}@{answer.plan_node_key}" if answer.plan_node_key else key
        found.setdefault(answer.response_id, {}).setdefault(name, []).append(
            answer.text or answer.value or answer.choice or "")
    return list(found.values())


def stored(world: World) -> list[dict[str, list[str]]]:
    """Return the answers of what came after the three responses that the small world begins with."""
    return answers_of(world)[3:]


