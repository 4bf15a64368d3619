"""Answers by wording: counted apart, small numbers hidden, and the rule of the faces in the report."""

from consult.domain.reports import Report
from consult.extensions import db
from consult.models.base import utc_now
from consult.services import report_building
from consult.services.report_building import Imprint
from consult.services.transaction import writing
from tests.easy_worlds import make_ready
from tests.worlds import World, respond

RULE = ("Fewer knives is the right aim: a happy face counts as “Agree”, a face in the middle as “Neither agree nor "
        "disagree”, a sad face as “Disagree”.")


def test_a_consultation_without_other_wordings_has_no_table_of_them(world: World) -> None:
    report = built(world)
    assert not any(table.table_id.startswith("wordings") for table in report.tables)
    assert report.how_asked.words["en"].startswith("On the day of this report")


def test_few_easy_read_answers_are_hidden_and_split_no_question(world: World) -> None:
    make_ready(world)
    answer(world, 9, "disagree", "easy-read")
    answer(world, 20, "agree", "standard")
    report = built(world)
    assert [table.table_id for table in report.tables if table.table_id.startswith("wordings")] == ["wordings"]
    assert {cell.count for cell in table_of(report, "wordings").values()} == {None}


def test_a_question_is_split_by_wording_where_enough_people_answered_so(world: World) -> None:
    make_ready(world)
    for wording, agree, disagree in (("easy-read", 21, 24), ("standard", 32, 30)):
        answer(world, agree, "agree", wording)
        answer(world, disagree, "disagree", wording)
    cells = table_of(built(world), "wordings-support-knife-crime")
    assert {place: (cell.count, cell.base) for place, cell in cells.items()} == {
        ("agree", "standard"): (35, 65), ("agree", "easy-read"): (20, 45),
        ("disagree", "standard"): (30, 65), ("disagree", "easy-read"): (25, 45)}


def test_a_question_that_one_wording_answered_with_one_mind_is_not_split(world: World) -> None:
    make_ready(world)
    answer(world, 40, "disagree", "easy-read")
    answer(world, 50, "agree", "standard")
    answer(world, 50, "disagree", "standard")
    assert not any(table.table_id == "wordings-support-knife-crime" for table in built(world).tables)


def test_the_report_says_by_which_rule_faces_were_counted(world: World) -> None:
    make_ready(world)
    words = built(world).how_asked.words["en"]
    assert RULE in words and "one of three faces" in words and words.startswith("On the day of this report")


def test_the_questions_that_offer_several_answers_keep_to_their_bases(world: World) -> None:
    make_ready(world)
    for number in range(30):
        why = ["too-little", "wrong-way"] if number % 2 else ["too-much"]
        answer(world, 1, "disagree", "easy-read", why_disagree=why)
        answer(world, 1, "disagree", "standard", why_disagree=why)
    cells = table_of(built(world), "wordings-why-disagree")
    assert {(cell.count, cell.base) for cell in cells.values()} == {(15, 30)}


def answer(world: World, people: int, choice: str, wording: str, why_disagree: list[str] | None = None) -> None:
    for _ in range(people):
        given = {"violence-words": ["Words"], "support-knife-crime": [choice]}
        respond(world, {**given, **({"why-disagree": why_disagree} if why_disagree else {})})
        with writing():
            db.session.merge(world.responses[-1]).answered_as = wording


def built(world: World) -> Report:
    return report_building.build(db.session(), world.consultation, Imprint(1, utc_now(), "published"))


def table_of(report: Report, table_id: str) -> dict:
    return dict(next(table.cells for table in report.tables if table.table_id == table_id))
