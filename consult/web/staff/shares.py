"""Shares of themes for staff: how many of the people who were read spoke of each, and how sure that is of all."""

from collections.abc import Iterator
from typing import Any

from flask import g, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.disclosure import Counts, protect
from consult.domain.errors import NotFound
from consult.domain.reports import Column, Row, Table
from consult.domain.shares import ways_apart
from consult.domain.surveys import STORES_CHARACTERISTICS
from consult.exports import shares_csv
from consult.exports.report_words import channel_words
from consult.exports.shares_csv import Line
from consult.extensions import db
from consult.queries import shares as stored
from consult.queries import survey_questions, theme_counts
from consult.queries.shares import QuestionShares
from consult.queries.survey_questions import AskedQuestion
from consult.queries.theme_counts import ThemeName
from consult.web import report_pages
from consult.web.access import Guarded, staff
from consult.web.staff import share_words

blueprint = Guarded("staff_shares", __name__, url_prefix="/staff/consultations/<slug>/shares")
Ways = list[tuple[str, ...]]
# More bars than this are a wall; the table below them has every theme.
MOST_BARS = 12


@blueprint.get("")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> str:
    """Show the share of each theme in the answers to one question, by way to answer, with and without campaigns."""
    session, consultation = db.session(), g.consultation
    asked = stored.questions(session, consultation.id)
    chosen = _chosen(asked)
    found = stored.by_question(session, consultation.id, chosen)[0] if chosen else None
    ways = _ways(found) if found else []
    return render_template(
        "staff/shares/index.html", consultation=consultation, questions=asked, found=found, ways=ways,
        rows=_rows(found) if found else [], said=share_words, most_bars=MOST_BARS, way_name=_way_name,
        has_campaigns=bool(found and found.total.copies), groups=_groups(),
        may_see_groups=Permission.READ_EQUALITY_TABLES in g.permissions,
        may_choose=Permission.MANAGE_CODING in g.permissions, may_code=Permission.CODE in g.permissions)


@blueprint.get("/file.csv")
@staff(Permission.READ_FINDINGS)
def file(slug: str) -> WsgiResponse:
    """Hand out every share of every question as one CSV file."""
    answer = WsgiResponse(shares_csv.write(_lines()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.consultation.slug}-shares.csv"'
    return answer


@blueprint.get("/machine")
@staff(Permission.CODE)
def machine(slug: str) -> str:
    """Show what a machine offers for the answers that nobody has read: to plan the work by, and for no report."""
    session, consultation_id = db.session(), g.consultation.id
    questions = stored.questions(session, consultation_id)
    question = _chosen(questions)
    guesses = stored.machine_guesses(session, consultation_id, question) if question else {}
    rows = sorted(((theme.name, guesses[theme.id]) for theme in _themes() if guesses.get(theme.id)),
                  key=lambda row: (-row[1], row[0]))
    return render_template("staff/shares/machine.html", consultation=g.consultation, questions=questions,
                           question=question, rows=rows)


@blueprint.get("/groups")
@staff(Permission.READ_EQUALITY_TABLES)
def groups(slug: str) -> str:
    """Show who spoke of the themes of one question by one characteristic, protected as in a report."""
    questions, characteristics = stored.questions(db.session(), g.consultation.id), _groups()
    question, group = _chosen(questions), _chosen(characteristics, "group")
    by_key = {asked.key: asked for asked in (*questions, *characteristics)}
    table = _protected(by_key[question], by_key[group]) if question and group else None
    return render_template(
        "staff/shares/groups.html", consultation=g.consultation, questions=questions, groups=characteristics,
        question=question, group=group, table=table, say=report_pages.sayings(), cell_words=report_pages.cell_words,
        is_shown=table is not None and any(cell.count is not None for cell in table.cells.values()))


def _chosen(asked: list[AskedQuestion], name: str = "question") -> str | None:
    """Return the key that the address names, the first where it names none; raises NotFound for one that is none."""
    keys = [one.key for one in asked]
    wanted = request.args.get(name) or (keys[0] if keys else None)
    if wanted is not None and wanted not in keys:
        raise NotFound()
    return wanted


def _groups() -> list[AskedQuestion]:
    return [asked for asked in survey_questions.asked(db.session(), g.consultation.id)
            if asked.stores == STORES_CHARACTERISTICS and asked.is_closed]


def _themes() -> list[ThemeName]:
    return theme_counts.themes(db.session(), g.consultation.id)


def _rows(found: QuestionShares) -> list[dict[str, Any]]:
    """Return each theme with its share of everyone and of everyone but campaigns, the largest first."""
    rows = []
    for theme in _themes():
        share = found.share(theme.id)
        if share is None or not (share.count or theme.is_active):
            continue
        rows.append({"theme": theme, "share": share,
                     "without": found.share(theme.id, with_campaigns=False),
                     "by_way": [found.share(theme.id, way) for way in _ways(found)]})
    return sorted(rows, key=lambda row: (-row["share"].estimate, row["theme"].name))


def _ways(found: QuestionShares) -> Ways:
    return ways_apart({
        way: reached.read + reached.copies + reached.letters for way, reached in found.reached.items()})


def _way_name(way: tuple[str, ...]) -> str:
    return channel_words(way[0], gettext) if len(way) == 1 else gettext("Other ways")


def _lines() -> Iterator[Line]:
    session, consultation_id, themes = db.session(), g.consultation.id, _themes()
    for found in stored.by_question(session, consultation_id):
        whose: list[tuple[str, dict[str, Any]]] = [("all", {})]
        if found.total.copies:
            whose.append(("without-campaigns", {"with_campaigns": False}))
        whose += [("+".join(way), {"channels": way}) for way in _ways(found)]
        for theme in themes:
            for name, which in whose:
                share = found.share(theme.id, **which)
                if share is not None:
                    yield Line(found.key, theme.name, name, share, found.is_sample, found.is_finished)


def _protected(question: AskedQuestion, group: AskedQuestion) -> Table:
    read, spoke = stored.by_group(db.session(), g.consultation.id, question.key, group.key)
    labels = {option.code: dict(option.label) for option in group.options}
    columns = [Column(code, labels.get(code, {"en": code})) for code in dict.fromkeys([*labels, *read])]
    rows = {theme.id: Row(theme.public_id, {"en": theme.name}) for theme in _themes()
            if any(place[1] == theme.id for place in spoke)}
    shown = protect(Counts(
        tuple(row.key for row in rows.values()), tuple(column.key for column in columns),
        {(rows[theme].key, code): count for (code, theme), count in spoke.items()}, columns_by=(group.key,),
        bases={(row.key, column.key): read.get(column.key, 0) for row in rows.values() for column in columns}))
    return Table(f"shares-{question.key}-{group.key}", dict(group.question.text), "respondents",
                 tuple(rows.values()), tuple(columns), shown.cells, shown.notes, True)
