"""Findings: the lists with what is still to be done, one finding with what it rests on, writing and settling it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.claims import CONFIRMED, DRAFT, SET_ASIDE
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import findings as stored
from consult.queries import ledgers, plans, survey_questions, theme_counts
from consult.queries.findings import FindingView
from consult.queries.plans import NodeView
from consult.queries.unspoken import unspoken
from consult.services import findings
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff import finding_words
from consult.web.staff.finding_forms import AsideForm, claim_form, claimed, node_choices
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_findings", __name__, url_prefix="/staff/consultations/<slug>/findings")
# What a refusal calls its field, and what the form does.
FIELDS = {"words": "words-en", "nodes": "part_1", "evidence": "words-en"}
WHICH = {
    "": lambda found: True, DRAFT: lambda found: found.state == DRAFT,
    "undecided": lambda found: found.is_undecided,
    "decided": lambda found: found.state == CONFIRMED and not found.is_undecided,
    SET_ASIDE: lambda found: found.state == SET_ASIDE,
}


@blueprint.get("")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> str:
    """List the findings of one standing, part or theme; the themes and the parts of the plan that are still open."""
    session, consultation = db.session(), g.consultation
    which = request.args.get("list", "")
    if which not in WHICH:
        raise NotFound()
    part, theme = tidy(request.args.get("part")), tidy(request.args.get("theme"))
    every, nodes = stored.listed(session, consultation, today()), plan_nodes()
    rows = [found for found in every if WHICH[which](found) and (not part or part in found.claim.nodes)
            and (not theme or found.rests_on(theme))]
    is_whole = not part and not theme
    return render_template(
        "staff/findings/index.html", consultation=consultation, rows=rows, which=which, lists_of=finding_words.LISTS,
        tally={name: sum(1 for found in every if WHICH[name](found)) for name in WHICH},
        say=finding_words.sayings(), names=ledgers.plan_names(nodes), part=part,
        open_themes=ledgers.open_themes(session, consultation.id) if is_whole else [],
        unspoken=unspoken(session, consultation, nodes) if is_whole else [], rights=_rights(),
        is_whole=is_whole, theme_name=_theme_name(theme) if theme else "")


@blueprint.route("/new", methods=["GET", "POST"])
@staff(Permission.WRITE_FINDINGS)
def new(slug: str) -> Any:
    """Write a finding from nothing."""
    form = _form()
    if request.method == "POST":
        try:
            found = findings.write(consultation_id=g.consultation.id, claim=claimed(form, _tags()),
                                   by_id=current_user.id)
        except Refused as refused:
            _refuse(form, refused)
        else:
            flash(gettext("The draft is kept. Now add what it rests on."))
            return to(found.public_id)
    return _answer(form, None)


@blueprint.post("/from-theme/<theme_id>")
@staff(Permission.WRITE_FINDINGS)
def from_theme(slug: str, theme_id: str) -> WsgiResponse:
    """Begin a draft from a theme with one press."""
    found = findings.begin_from_theme(consultation_id=g.consultation.id, theme=theme_id, by_id=current_user.id)
    flash(gettext("A draft was begun. Put what people say into plain words."))
    return redirect(url_for("staff_findings.change", slug=slug, finding_id=found.public_id), 303)


@blueprint.get("/<finding_id>")
@staff(Permission.READ_FINDINGS)
def show(slug: str, finding_id: str) -> Any:
    """Show a finding: its numbers, what it rests on with the way to the passages, and what was decided."""
    return _page(finding(finding_id), AsideForm(formdata=None))


@blueprint.route("/<finding_id>/change", methods=["GET", "POST"])
@staff(Permission.WRITE_FINDINGS)
def change(slug: str, finding_id: str) -> Any:
    """Change a draft; who comes second sees what stands now, beside their own words."""
    standing = finding(finding_id)
    form = _form(standing)
    if request.method == "POST":
        try:
            findings.change(
                consultation_id=g.consultation.id, public_id=finding_id, claim=claimed(form, _tags(), standing),
                revision=revision(), by_id=current_user.id, word=form.word.data or "",
                word_note=form.word_note.data or "")
        except (Refused, Conflict) as refused:
            _refuse(form, refused)
        else:
            flash(gettext("The draft is kept."))
            return to(finding_id)
    return _answer(form, standing)


@blueprint.post("/<finding_id>/confirm")
@staff(Permission.CONFIRM_FINDINGS)
def confirm(slug: str, finding_id: str) -> Any:
    """Say that a finding is right."""
    try:
        findings.confirm(consultation_id=g.consultation.id, public_id=finding_id, revision=revision(),
                         by_id=current_user.id)
    except (Refused, Conflict) as refused:
        return _page(finding(finding_id), AsideForm(formdata=None), sentence(refused))
    flash(gettext("The finding is confirmed. It is printed in the next report."))
    return to(finding_id)


@blueprint.post("/<finding_id>/set-aside")
@staff(Permission.CONFIRM_FINDINGS)
def set_aside(slug: str, finding_id: str) -> Any:
    """Put a finding away with a reason."""
    form = AsideForm()
    try:
        findings.set_aside(consultation_id=g.consultation.id, public_id=finding_id, reason=form.reason.data or "",
                           by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "reason")
        return _page(finding(finding_id), form)
    flash(gettext("The finding is set aside."))
    return to(finding_id)


@blueprint.post("/<finding_id>/reopen")
@staff(Permission.CONFIRM_FINDINGS)
def reopen(slug: str, finding_id: str) -> Any:
    """Make a finding a draft again."""
    try:
        findings.reopen(consultation_id=g.consultation.id, public_id=finding_id, by_id=current_user.id)
    except Conflict as conflict:
        return _page(finding(finding_id), AsideForm(formdata=None), sentence(conflict))
    flash(gettext("The finding is a draft again."))
    return to(finding_id)


def finding(public_id: str) -> FindingView:
    """Return a finding of this consultation; raises NotFound."""
    found = stored.one(db.session(), g.consultation, public_id, today())
    if found is None:
        raise NotFound()
    return found


def plan_nodes() -> list[NodeView]:
    """Return the parts of the consultation's plan in its order."""
    version_id = g.consultation.plan_version_id
    return plans.nodes(db.session(), version_id) if version_id is not None else []


def today() -> Any:
    """Return the day in London."""
    return london_day(utc_now())


def revision() -> int:
    """Return which state of the finding the person saw; 0, which no finding has, for anything odd."""
    given = request.form.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


def to(public_id: str) -> WsgiResponse:
    """Lead to a finding."""
    return redirect(url_for("staff_findings.show", slug=g.consultation.slug, finding_id=public_id), 303)


def _rights() -> set[str]:
    """Return what this person may do with findings, by the names of the permissions."""
    wanted = (Permission.WRITE_FINDINGS, Permission.CONFIRM_FINDINGS, Permission.RECORD_DECISIONS,
              Permission.READ_RESPONSES)
    return {str(one) for one in wanted if one in g.permissions}


def _theme_name(public_id: str) -> str:
    found = theme_counts.theme(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found.name


def _tags() -> list[str]:
    return list(dict.fromkeys(["en", *g.consultation.offered_languages]))


def _form(standing: FindingView | None = None) -> Any:
    nodes = plan_nodes()
    offered = node_choices([(node.key, node.depth) for node in nodes], ledgers.plan_names(nodes),
                           locale.language().tag)
    return claim_form(_tags(), offered, standing)


def _refuse(form: Plain, refused: Refused | Conflict) -> None:
    if isinstance(refused, Refused) and refused.field in FIELDS:
        refused = Refused(FIELDS[refused.field], refused.code, refused.facts)
    refuse(form, refused, "words-en")


def _answer(form: Any, standing: FindingView | None) -> Any:
    page = render_template("staff/findings/edit.html", consultation=g.consultation, form=form, finding=standing,
                           tags=_tags(), say=finding_words.sayings())
    return (page, 422) if form.errors else page


def _page(found: FindingView, form: AsideForm, problem: str = "") -> Any:
    page = render_template(
        "staff/findings/show.html", consultation=g.consultation, finding=found, say=finding_words.sayings(),
        names=ledgers.plan_names(plan_nodes()), form=form, problem=problem, rights=_rights(),
        questions={asked.key: dict(asked.question.text)
                   for asked in survey_questions.asked(db.session(), g.consultation.id)},
        may_read=Permission.READ_RESPONSES in g.permissions)
    return (page, 422) if form.errors or problem else page
