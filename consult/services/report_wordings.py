"""What a report says of Easy Read and signed answers: how many people answered each wording, and what they chose.

Who answers in Easy Read or in sign language tells something about the person: these tables are protected.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.domain.disclosure import Counts, protect
from consult.domain.easy_read import BY_FACES, FACES, Content, from_json
from consult.domain.hidden_cells import THRESHOLD
from consult.domain.reports import Column, Row, Table, Text
from consult.domain.responses import ANSWERED_AS, STANDARD
from consult.domain.variants import APPROVED, EASY_READ
from consult.queries import easy_read as stored
from consult.queries.survey_questions import AskedQuestion
from consult.services.report_tables import RESPONDENTS, Frame, table
from consult.services.report_words import Translate, joined

WORDING = "wording"


def tables(session: Session, consultation_id: int, closed: Sequence[AskedQuestion], translate: Translate
           ) -> list[Table]:
    """Return respondents by wording, and the questions with options split by it; none where there is one wording.

    `closed` are the questions with options whose answers are kept as answers. A question is split where it has Easy
    Read and enough people answered so; protected, so that small numbers are hidden.
    """
    if not stored.has_other_wordings(session, consultation_id):
        return []
    people = stored.by_wording(session, consultation_id)
    found = [_wordings(people, translate)]
    contents = _contents(session, consultation_id)
    if people.get(EASY_READ, 0) < THRESHOLD or not contents:
        return found
    chosen = stored.choices_by_wording(session, consultation_id)
    answered = stored.people_by_wording(session, consultation_id)
    return found + [_split(asked, chosen.get(asked.key, {}), answered, translate) for asked in closed
                    if f"question/{asked.key}" in contents]


def rules(session: Session, consultation_id: int, closed: Sequence[AskedQuestion], translate: Translate) -> Text:
    """Return by which rule faces were counted as answers, a paragraph for each question; empty where none was."""
    contents = _contents(session, consultation_id)
    lines = [_rule(asked, contents[part], translate) for asked in closed
             if (part := f"question/{asked.key}") in contents and contents[part].answer.kind == BY_FACES]
    if not lines:
        return {}
    opening = translate("In Easy Read people could answer some questions with one of three faces. Each face was "
                        "counted as one answer of the same question.")
    return joined([opening, *lines], "\n\n")


def _contents(session: Session, consultation_id: int) -> dict[str, Content]:
    """Return what stands in Easy Read of the questions, where it was approved."""
    rows = stored.rows(session, consultation_id)
    return {part: from_json(row.content) for part, row in rows.items()
            if row.state == APPROVED and part.startswith("question/")}


def _wordings(people: Mapping[str, int], translate: Translate) -> Table:
    rows = [Row(wording, _name(wording, translate)) for wording in ANSWERED_AS]
    cells = {(wording, RESPONDENTS): people.get(wording, 0) for wording in ANSWERED_AS}
    shown = protect(Counts(ANSWERED_AS, (RESPONDENTS,), cells, rows_by=(WORDING,)))
    return table(Frame("wordings", translate("Forms of the survey that people answered")), rows,
                 [Column(RESPONDENTS, translate("People"))], shown)


def _split(asked: AskedQuestion, chosen: Mapping[tuple[str, str], int], answered: Mapping[tuple[str, str], int],
           translate: Translate) -> Table:
    wordings = (STANDARD, EASY_READ)
    rows = [Row(option.code, option.label) for option in asked.options]
    columns = [Column(wording, _name(wording, translate)) for wording in wordings]
    places = [(row.key, wording) for row in rows for wording in wordings]
    bases = {place: answered.get((asked.key, place[1]), 0) for place in places} if (
        asked.question.kind == "several-choices") else {}
    shown = protect(Counts(tuple(row.key for row in rows), wordings,
                           {place: chosen.get(place, 0) for place in places}, columns_by=(WORDING,), bases=bases))
    title = translate("By form of the survey: %(question)s", question=asked.question.text)
    return table(Frame(f"wordings-{asked.key}", title), rows, columns, shown)


def _rule(asked: AskedQuestion, content: Content, translate: Translate) -> Text:
    labels = {option.code: option.label for option in asked.options}
    faces = content.answer.faces
    facts = {name: labels.get(faces[name].code, {"en": faces[name].code}) for name in FACES}
    return translate("%(question)s: a happy face counts as “%(happy)s”, a face in the middle as “%(middle)s”, "
                     "a sad face as “%(sad)s”.", question=asked.question.text, **facts)


def _name(wording: str, translate: Translate) -> Text:
    if wording == EASY_READ:
        return translate("Easy Read")
    return translate("The usual words") if wording == STANDARD else translate("British Sign Language")
