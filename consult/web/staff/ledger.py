"""The ledger of conscientious consideration: on the page, to print, as CSV and as a Word document."""

from typing import Any

from flask import g, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain import ledgers as rules
from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.exports import ledger_csv, ledger_docx
from consult.extensions import db
from consult.queries import ledgers
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.staff import finding_words
from consult.web.staff.findings import today

blueprint = Guarded("staff_ledger", __name__, url_prefix="/staff/consultations/<slug>/ledger")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> str:
    """Show every finding, theme without one and ask of a forum, with what was decided; or those of one standing."""
    standing = request.args.get("standing", "")
    if standing and standing not in rules.STANDINGS:
        raise NotFound()
    found = _ledger()
    return render_template(
        "staff/ledger/index.html", consultation=g.consultation, ledger=found, standing=standing,
        lines=rules.narrowed(found.lines, standing), tally=rules.counted(found.lines),
        outcomes=rules.outcomes(found.lines), say=finding_words.sayings(), day=today())


@blueprint.get("/ledger.csv")
@staff(Permission.READ_FINDINGS)
def csv_file(slug: str) -> WsgiResponse:
    """Hand out the whole ledger as CSV."""
    return _file(ledger_csv.write(_ledger()), "text/csv; charset=utf-8", "csv")


@blueprint.get("/ledger.docx")
@staff(Permission.READ_FINDINGS)
def word_file(slug: str) -> WsgiResponse:
    """Hand out the whole ledger as a Word document in the page's language."""
    return _file(ledger_docx.write(_ledger(), locale.language().tag, _translate), WORD, "docx")


def _ledger() -> rules.Ledger:
    return ledgers.ledger(db.session(), g.consultation, today())


def _translate(message: str, /, **facts: object) -> str:
    return gettext(message, **facts)


def _file(content: bytes, kind: str, ending: str) -> WsgiResponse:
    answer: Any = WsgiResponse(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.consultation.slug}-ledger.{ending}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
