"""How far two coders agree: all questions, one question by theme and over time; who with whom, for the lead alone."""

from collections.abc import Sequence
from typing import Any

from flask import g, render_template
from flask_babel import format_decimal, gettext

from consult.analysis.agreement import VERDICT_FROM, Window
from consult.domain.access import Permission
from consult.domain.double_coding import DRIFT_WINDOW
from consult.domain.errors import NotFound
from consult.extensions import db
from consult.queries import agreement as stored
from consult.queries.agreement import Compared, Detail, Together
from consult.web.access import Guarded, staff

blueprint = Guarded("staff_agreement", __name__, url_prefix="/staff/consultations/<slug>/agreement")


@blueprint.get("")
@staff(Permission.CODE)
def index(slug: str) -> str:
    """Show for each question how far two coders agree, and to the lead who agrees with whom."""
    session, consultation_id = db.session(), g.consultation.id
    rows = stored.compared(session, consultation_id)
    return render_template("staff/agreement/index.html", consultation=g.consultation, score=score,
                           questions=stored.by_question(session, consultation_id, rows), together=_together(rows))


@blueprint.get("/<question_key>")
@staff(Permission.CODE)
def show(slug: str, question_key: str) -> str:
    """Show one question: every measure, kappa by theme, and how agreement changed over time."""
    rows = stored.compared(db.session(), g.consultation.id, question_key)
    found = stored.of_question(db.session(), g.consultation.id, question_key, rows)
    if found is None:
        raise NotFound()
    return render_template("staff/agreement/show.html", consultation=g.consultation, detail=found, score=score,
                           verdicts=verdict_words(), least=VERDICT_FROM, window=DRIFT_WINDOW, bars=_bars(found),
                           drift_summary=_drift_summary(found), together=_together(rows))


def score(value: float | None) -> str:
    """Return a measure with two decimals; a dash where it cannot be worked out."""
    return "–" if value is None else format_decimal(round(value, 2), format="0.00")


def verdict_words() -> dict[str | None, str]:
    """Return what a verdict on a theme says, by its code; None where there is too little to say."""
    return {
        "very-alike": gettext("Used in very much the same way"), "alike": gettext("Used in much the same way"),
        "partly-alike": gettext("Used in the same way in part"),
        "apart": gettext("Used in different ways: make its words clearer"),
        None: gettext("Too few to say"),
    }


def _together(rows: Sequence[Compared]) -> list[Together] | None:
    if Permission.MANAGE_CODING not in g.permissions:
        return None
    return stored.together(db.session(), g.consultation.id, rows)


def _bars(found: Detail) -> list[dict[str, Any]]:
    return [{"key": window.start, "label": _answers(window), "words": score(window.alpha_masi),
             "value": max(window.alpha_masi, 0) if window.alpha_masi is not None else None}
            for window in found.windows]


def _answers(window: Window) -> str:
    return gettext("Answers %(first)s to %(last)s", first=format_decimal(window.start),
                   last=format_decimal(window.start + window.answers - 1))


def _drift_summary(found: Detail) -> str:
    known = [window.alpha_masi for window in found.windows if window.alpha_masi is not None]
    if len(known) < 2:
        return gettext("There are not enough answers yet to see a change.")
    first, last = score(known[0]), score(known[-1])
    if known[-1] > known[0] + .05:
        return gettext("Coders agree more than at the start: %(first)s then, %(last)s now.", first=first, last=last)
    if known[-1] < known[0] - .05:
        return gettext("Coders agree less than at the start: %(first)s then, %(last)s now.", first=first, last=last)
    return gettext("Coders agree about as much as at the start: %(first)s then, %(last)s now.", first=first, last=last)
