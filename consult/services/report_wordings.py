"""What a report says of Easy Read and signed answers: how many people answered each wording, and what they chose.

Who answers in Easy Read or in sign language tells something about the person: these tables are protected.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.domain.disclosure import Protected
from consult.domain.easy_read import BY_FACES, FACES, Content, from_json
from consult.domain.hidden_cells import THRESHOLD
from consult.domain.release_disclosure import Crossing, Groups, secure_together
from consult.domain.reports import Column, Row, Table, Text
from consult.domain.responses import ANSWERED_AS, STANDARD
from consult.domain.variants import APPROVED, BSL, EASY_READ
from consult.queries import easy_read as stored
from consult.queries.survey_questions import AskedQuestion
from consult.services.report_tables import RESPONDENTS, Frame, option_rows, table
from consult.services.report_words import Translate, joined

WORDING = "wording"


def tables(session: Session, consultation_id: int, closed: Sequence[AskedQuestion], translate: Translate
           ) -> list[Table]:
    """Return respondents by wording, and the questions with options split by it; none where there is one wording.

    `closed` are the questions with options whose answers are kept as answers. A question is split where it has Easy
    Read and enough people answered so; all of these tables are secured together.
    """
    # A wording that nobody was offered is no group: that nobody answered it tells nothing and needs no hiding.
    wordings = tuple(stored.wordings(session, consultation_id))
    if len(wordings) == 1:
        return []
    people = stored.by_wording(session, consultation_id)
    contents = _contents(session, consultation_id) if people.get(EASY_READ, 0) >= THRESHOLD else {}
    split = {f"wordings-{asked.key}": asked for asked in closed if f"question/{asked.key}" in contents}
    crossings = _crossings(session, consultation_id, split) if split else []
    sizes = {wording: people.get(wording, 0) for wording in wordings}
    # Those who signed stand among the languages too: the rest of each table is secured without them.
    unsigned = tuple(wording for wording in wordings if wording != BSL)
    groups = Groups(WORDING, wordings, sizes, sum(people.values()), (unsigned,) if BSL in wordings else (),
                    apart=frozenset({BSL}))
    shown = secure_together(groups, crossings)
    found = [_wordings(shown.profile, translate)]
    return found + [_split(split[key], shown.tables[key], translate) for key in split if key in shown.tables]


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


def _wordings(shown: Protected, translate: Translate) -> Table:
    rows = [Row(wording, _name(wording, translate)) for wording in shown.rows]
    return table(Frame("wordings", translate("Forms of the survey that people answered")), rows,
                 [Column(RESPONDENTS, translate("People"))], shown)


def _crossings(session: Session, consultation_id: int, split: Mapping[str, AskedQuestion]) -> list[Crossing]:
    chosen = stored.choices_by_wording(session, consultation_id)
    answered = stored.people_by_wording(session, consultation_id)
    found = []
    for table_id, asked in split.items():
        counts = chosen.get(asked.key, {})
        totals: dict[str, int] = {}
        for (option, _wording), number in counts.items():
            totals[option] = totals.get(option, 0) + number
        bases = {wording: answered.get((asked.key, wording), 0) for wording in ANSWERED_AS}
        found.append(Crossing(
            table_id, tuple(dict.fromkeys([*(option.code for option in asked.options), *totals])), counts, bases,
            totals, sum(bases.values()), asked.question.kind == "several-choices",
            follows=tuple(f"wordings-{key}" for key in sorted(asked.depends_on))))
    return found


def _split(asked: AskedQuestion, shown: Protected, translate: Translate) -> Table:
    labels = {row.key: row.label for row in option_rows(asked.options, dict.fromkeys(shown.rows, 0))}
    columns = [Column(wording, _name(wording, translate)) for wording in shown.columns]
    title = translate("By form of the survey: %(question)s", question=asked.question.text)
    return table(Frame(f"wordings-{asked.key}", title), [Row(key, labels[key]) for key in shown.rows], columns, shown)


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
