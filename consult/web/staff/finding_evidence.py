"""What a finding rests on: choosing one thing more of each kind, and taking one out."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.claims import CLOSED, EVIDENCE_KINDS, THEME
from consult.domain.errors import Conflict, Refused
from consult.domain.reports import pick
from consult.extensions import db
from consult.queries import finding_evidence
from consult.queries.finding_evidence import Thing, Things
from consult.queries.findings import FindingView
from consult.services import findings
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.fields import choices, grouped
from consult.web.sentences import sentence
from consult.web.staff import finding_words
from consult.web.staff.finding_forms import EvidenceForm
from consult.web.staff.findings import finding, today
from consult.web.staff.plain_forms import refuse

blueprint = Guarded("staff_finding_evidence", __name__,
                    url_prefix="/staff/consultations/<slug>/findings/<finding_id>/evidence")
MOST_LETTERS = 110


@blueprint.get("")
@staff(Permission.WRITE_FINDINGS)
def index(slug: str, finding_id: str) -> Any:
    """Show what a finding rests on, and what it can rest on besides."""
    return _page(finding(finding_id))


@blueprint.post("")
@staff(Permission.WRITE_FINDINGS)
def add(slug: str, finding_id: str) -> Any:
    """Let a finding rest on one thing more."""
    form = EvidenceForm()
    try:
        findings.add_evidence(
            consultation_id=g.consultation.id, public_id=finding_id, kind=form.kind.data or "",
            ref=form.ref.data or "", question=form.question.data or "", note=form.note.data or "",
            by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "ref")
        return _page(finding(finding_id), form)
    flash(gettext("The finding rests on this too."))
    return _back(finding_id)


@blueprint.post("/<int:evidence_id>/remove")
@staff(Permission.WRITE_FINDINGS)
def remove(slug: str, finding_id: str, evidence_id: int) -> Any:
    """Let a finding rest on one thing less."""
    try:
        findings.remove_evidence(consultation_id=g.consultation.id, public_id=finding_id, evidence_id=evidence_id,
                                 by_id=current_user.id)
    except Conflict as conflict:
        return _page(finding(finding_id), problem=sentence(conflict))
    flash(gettext("The finding does not rest on this any more."))
    return _back(finding_id)


def _page(found: FindingView, tried: EvidenceForm | None = None, problem: str = "") -> Any:
    every = finding_evidence.things(db.session(), g.consultation, today())
    forms = [_form(kind, every, tried) for kind in EVIDENCE_KINDS if _offered(every, kind)]
    page = render_template(
        "staff/findings/evidence.html", consultation=g.consultation, finding=found, forms=forms, problem=problem,
        say=finding_words.sayings(), form=next((form for form in forms if form.errors), None), names={})
    return (page, 422) if problem or tried is not None else page


def _form(kind: str, every: Things, tried: EvidenceForm | None) -> EvidenceForm:
    """Return the form of one kind; the one that was refused keeps what was typed and says why."""
    is_tried = tried is not None and tried.kind.data == kind
    form = tried if tried is not None and is_tried else EvidenceForm(formdata=None, data={"kind": kind})
    for field in (form.kind, form.ref, form.question, form.note):
        field.id = f"{field.name}-{kind}"
    form.ref.choices = _choices(kind, every)
    form.question.choices = choices([("", gettext("Any question")), *(
        (key, _short(pick(asked.question.text, _tag())[0])) for key, asked in every.questions.items()
        if asked.is_text and kind == THEME)])
    return form


def _choices(kind: str, every: Things) -> Any:
    if kind == CLOSED:
        groups = [(pick(asked.question.text, _tag())[0], [
            (finding_evidence.closed_ref(key, option.code), pick(option.label, _tag())[0]) for option in asked.options])
            for key, asked in every.questions.items() if asked.is_closed]
        return grouped(groups, [("", "")])
    return choices([("", ""), *((thing.ref, _short(_named(thing))) for thing in _offered(every, kind))])


def _offered(every: Things, kind: str) -> list[Thing]:
    return [thing for thing in every.by_kind[kind].values() if thing.is_offered]


def _named(thing: Thing) -> str:
    words = pick(thing.label, _tag())[0]
    return f"{thing.by}: {words}" if thing.by else words


def _short(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else words[:MOST_LETTERS].rstrip() + "…"


def _tag() -> str:
    return locale.language().tag


def _back(finding_id: str) -> WsgiResponse:
    return redirect(url_for("staff_finding_evidence.index", slug=g.consultation.slug, finding_id=finding_id), 303)
