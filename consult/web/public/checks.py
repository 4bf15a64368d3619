"""What we wrote down of an organisation or of an event, shown by a code to those it is of, who can put it right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import g, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, StringField, TextAreaField

from consult.domain import host_checks as host_rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.summary_checks import AGREED, CORRECTED, DRAFT, SENT, note_of
from consult.domain.texts import clean
from consult.exports import organisation_words
from consult.extensions import db
from consult.queries import host_checks as stored_checks
from consult.queries import organisation_summaries as stored_summaries
from consult.services import attempts, host_checks, organisation_summaries
from consult.services.secrets import typed
from consult.web import tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import Plain, add_error
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WsgiResponse

    from consult.queries.host_checks import Sheet

blueprint = Guarded("public_checks", __name__, url_prefix="/<lang>/check")
# How long a code that was typed in opens its words to this browser.
LASTS = timedelta(minutes=30)
SUMMARY, NOTES = "summary", "notes"


class CodeForm(Plain):
    """The code of a letter, typed in."""

    code = StringField(_l("The code from our letter"))


class CorrectForm(Plain):
    """The organisation's own words; `revision` is the one that it read."""

    revision = IntegerField()
    correction = TextAreaField(_l("How would you say it?"),
                               description=_l("Write the whole text as it should be printed."))


class RemarkForm(Plain):
    """What a host says of the notes: of one of them, or that one is missing."""

    note = HiddenField()
    text = TextAreaField(_l("What should it say?"),
                         description=_l("Write no names, and nothing that shows who somebody is."))


@blueprint.route("", methods=["GET", "POST"])
@everyone(keeps_form=True)
def enter() -> Any:
    """Ask for the code, and open what it is of."""
    form = CodeForm()
    if request.method == "POST":
        try:
            kind, public_id = _find(typed(form.code.data or ""))
        except Refused as refused:
            add_error(form, "code", sentence(refused))
        else:
            # A session that somebody else planted in this browser must not see what the code opens.
            session.renew()  # type: ignore[attr-defined]
            session["check"] = {"kind": kind, "of": public_id, "until": (utc_now() + LASTS).isoformat()}
            return redirect(url_for(f"public_checks.{kind}"), 303)
    page = render_template("public/checks/enter.html", form=form)
    return (page, 422) if form.errors else page


def _find(code: str) -> tuple[str, str]:
    if tokens.is_stale():
        raise Refused("code", "form-stale")
    if not code:
        raise Refused("code", "check-code-missing")
    network = request.remote_addr or ""
    attempts.check("check", network)
    row = stored_summaries.by_code(db.session(), organisation_summaries.hash_of(code))
    if row is not None:
        return SUMMARY, row.public_id
    check = stored_checks.by_code(db.session(), host_checks.hash_of(code))
    if check is not None:
        return NOTES, check.public_id
    attempts.failed("check", network)
    raise Refused("code", "check-code-unknown")


def _held(kind: str) -> str | None:
    """Return the public id of what this browser opened in the last half hour, or None."""
    kept = session.get("check")
    if not isinstance(kept, dict) or kept.get("kind") != kind or utc_now() >= datetime.fromisoformat(kept["until"]):
        return None
    return str(kept["of"])


def _again() -> WsgiResponse:
    session.pop("check", None)
    return redirect(url_for("public_checks.enter"), 303)


@blueprint.get("/summary")
@everyone()
def summary() -> Any:
    """Show the organisation what we wrote, and ask whether it is right."""
    return _summary_page(CorrectForm(formdata=None))


@blueprint.post("/summary/agree")
@everyone()
def agree() -> Any:
    """Take the organisation's yes to the words that it read."""
    form = CorrectForm()
    return _answer(form, lambda held: organisation_summaries.agree(public_id=held, revision=form.revision.data or 0))


@blueprint.post("/summary/correct")
@everyone(keeps_form=True)
def correct() -> Any:
    """Take the organisation's own words."""
    form = CorrectForm()
    return _answer(form, lambda held: organisation_summaries.correct(
        public_id=held, revision=form.revision.data or 0, words=clean(form.correction.data or "")))


def _answer(form: CorrectForm, act: Any) -> Any:
    held = _held(SUMMARY)
    if held is None:
        return _again()
    if tokens.is_stale():
        add_error(form, "correction", words_for("form-stale", {}))
        return _summary_page(form)
    try:
        act(held)
    except NotFound:
        return _again()
    except (Refused, Conflict) as refused:
        db.session.rollback()
        add_error(form, "correction", sentence(refused))
        return _summary_page(form)
    return redirect(url_for("public_checks.summary"), 303)


def _summary_page(form: CorrectForm) -> Any:
    held = _held(SUMMARY)
    found = stored_summaries.shown(db.session(), held) if held is not None else None
    if found is None:
        return _again()
    row, body, g.consultation = found
    form.revision.data = row.revision
    if not form.is_submitted():
        form.correction.data = row.correction or row.summary
    page = render_template(
        "public/checks/summary.html", form=form, row=row, body=body, consultation=g.consultation,
        is_draft=row.state == DRAFT, may_agree=row.state == SENT, may_correct=row.state in (SENT, AGREED, CORRECTED),
        objectives=stored_summaries.objectives(db.session(), g.consultation),
        position=lambda code: organisation_words.position_words(code, gettext),
        note=organisation_words.note_words(note_of(row.state), gettext),
        kind=organisation_words.kind_words(row.kind, gettext))
    return (page, 422) if form.errors else page


@blueprint.get("/notes")
@everyone()
def notes() -> Any:
    """Show the host what was written down at the event and how it was read."""
    return _notes_page(RemarkForm(formdata=None))


@blueprint.post("/notes")
@everyone(keeps_form=True, body_limit=128 * 1024)
def say() -> Any:
    """Take what the host says of one note, or of one that is missing."""
    form, held = RemarkForm(), _held(NOTES)
    if held is None:
        return _again()
    note = form.note.data or ""
    if tokens.is_stale():
        add_error(form, "text", words_for("form-stale", {}))
        return _notes_page(form)
    try:
        host_checks.say(public_id=held, kind=host_rules.WRONG if note else host_rules.MISSING,
                        said=clean(form.text.data or ""), note_id=note)
    except (Refused, Conflict) as refused:
        db.session.rollback()
        add_error(form, "text", sentence(refused))
        return _notes_page(form)
    return redirect(url_for("public_checks.notes"), 303)


@blueprint.post("/notes/agree")
@everyone()
def all_right() -> Any:
    """Take the host's word that all is right."""
    held = _held(NOTES)
    if held is None:
        return _again()
    try:
        host_checks.agree(public_id=held)
    except Conflict:
        # The days are over: the page says so.
        db.session.rollback()
    return redirect(url_for("public_checks.notes"), 303)


@blueprint.post("/finish")
@everyone()
def finish() -> Any:
    """Close what the code opened, for the next person at this computer."""
    return _again()


def _notes_page(form: RemarkForm) -> Any:
    held, asked = _held(NOTES), request.args.get("note", "")
    sheet = stored_checks.sheet(db.session(), held, utc_now()) if held is not None else None
    if sheet is None:
        return _again()
    g.consultation = sheet.consultation
    note = _wrong_one(sheet, form.note.data or asked)
    form.note.data = note.note.public_id if note is not None else ""
    if note is not None and not form.is_submitted():
        form.text.data = note.text
    page = render_template("public/checks/notes.html", form=form, sheet=sheet, note=note, consultation=g.consultation,
                           numbers={view.note.id: at for at, view in enumerate(sheet.notes, 1)})
    return (page, 422) if form.errors else page


def _wrong_one(sheet: Sheet, public_id: str) -> Any:
    return next((view for view in sheet.notes if view.note.public_id == public_id and not view.is_held), None)
