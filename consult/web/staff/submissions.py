"""The desk: what came by other ways than the web and waits, one of these beside its source, and deciding what it is."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.submissions import MOST_NOTE, MOST_TEXT, WAITING, days_waiting
from consult.exports.report_words import channel_words, exclusion_words
from consult.extensions import db
from consult.queries import submissions as stored
from consult.queries.submissions import SubmissionView
from consult.services import other_worries, submissions
from consult.web.access import Guarded, rule_of, staff
from consult.web.sentences import sentence
from consult.web.staff import submissions_forms as forms
from consult.web.staff import submissions_words as said
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import refuse, tidy
from consult.web.staff.submissions_forms import DecideForm, FactsForm
from consult.web.staff.worries_words import kind_words

blueprint = Guarded("staff_submissions", __name__, url_prefix="/staff/consultations/<slug>/submissions")

# The longest letter, each letter of it written as %XX several times.
BODY = 12 * MOST_TEXT
# Pages of other parts of the product: handlers by what they are for.
SERVED, NEW, SENDER, KEYING = "staff_documents.show", "staff_taking_in.new", "staff_senders.show", "staff_keying.index"


@blueprint.get("")
@staff(Permission.DECIDE_SUBMISSIONS)
def index(slug: str) -> str:
    """List what waits for a decision, the first to come first, all or some of it."""
    kind, channel = _one_of("kind", stored.KINDS), _one_of("channel", forms.DESK_CHANNELS)
    page = stored.waiting(db.session(), g.consultation.id, kind=kind, channel=channel, after=_after())
    now = utc_now()
    return render_template(
        "staff/submissions/index.html", page=page, kind=kind, channel=channel,
        counts=stored.counts(db.session(), g.consultation.id), new=_elsewhere(NEW),
        days={row.public_id: days_waiting(row.taken_in_at, now) for row in page.rows},
        older=_more("staff_submissions.index", page.next, kind=kind or None, channel=channel or None), **_shared())


@blueprint.get("/decided")
@staff(Permission.DECIDE_SUBMISSIONS)
def decided(slug: str) -> str:
    """List what was decided on, the newest first, all or what no second person looked at."""
    unchecked = "unchecked" in request.args
    page = stored.decided(db.session(), g.consultation.id, only_unchecked=unchecked, after=_after())
    return render_template(
        "staff/submissions/decided.html", page=page, unchecked=unchecked,
        older=_more("staff_submissions.decided", page.next, unchecked="1" if unchecked else None), **_shared())


@blueprint.post("/leave-out")
@staff(Permission.DECIDE_SUBMISSIONS)
def leave_out(slug: str) -> WsgiResponse:
    """Leave out what was ticked in the list of what may be no response."""
    chosen = [tidy(public_id) for public_id in request.form.getlist("one")[:stored.PAGE]]
    try:
        count = submissions.exclude_all(consultation_id=g.consultation.id, public_ids=chosen, by_id=current_user.id,
                                        reason=tidy(request.form.get("reason", "")))
    except Refused as refused:
        flash(sentence(refused))
    else:
        flash(ngettext("%(num)s was left out. It is kept.", "%(num)s were left out. They are kept.", count))
    return redirect(url_for("staff_submissions.index", slug=slug, kind=stored.PROPOSED), 303)


@blueprint.get("/<public_id>")
@staff(Permission.DECIDE_SUBMISSIONS)
def show(slug: str, public_id: str) -> Any:
    """Show something that came, its words beside its files, and what can be done about it."""
    return _page(_view(public_id))


@blueprint.post("/<public_id>/decide")
@staff(Permission.DECIDE_SUBMISSIONS)
def decide(slug: str, public_id: str) -> Any:
    """Say what something is: a response, the same again, none, or unreadable."""
    view = _view(public_id)
    form = forms.decide_form(view, stored.alike(db.session(), view.row))
    try:
        _decide(public_id, form)
    except Refused as refused:
        refuse(form, refused, "decision")
        return _page(view, form)
    except Conflict as conflict:
        return _told(public_id, conflict)
    flash(gettext("Your decision was kept."))
    following = stored.next_waiting(db.session(), g.consultation.id, public_id)
    if following:
        return _back(following)
    return redirect(url_for("staff_submissions.index", slug=slug), 303)


def _decide(public_id: str, form: DecideForm) -> None:
    asked: dict[str, Any] = {"consultation_id": g.consultation.id, "public_id": public_id, "by_id": current_user.id}
    note = form.note.data or ""
    ways: Mapping[str, Callable[[], Any]] = {
        forms.ACCEPT: lambda: submissions.accept(**asked, note=note),
        forms.DUPLICATE: lambda: submissions.mark_duplicate(**asked, of=forms.duplicate_of(form), note=note),
        forms.EXCLUDE: lambda: submissions.exclude(**asked, reason=form.reason.data or "", note=note),
        forms.UNREADABLE: lambda: submissions.mark_unreadable(**asked, note=note)}
    if form.decision.data not in ways:
        raise Refused("decision", "submission-step-missing")
    ways[form.decision.data]()


@blueprint.get("/<public_id>/change")
@staff(Permission.TAKE_IN)
def edit(slug: str, public_id: str) -> Any:
    """Show what is told of something that waits, to put it right or to type its words."""
    view = _view(public_id)
    if view.row.state != WAITING or view.is_held_back:
        return _back(public_id)
    return _facts_page(view, forms.facts_form(view.row))


@blueprint.post("/<public_id>/change")
@staff(Permission.TAKE_IN, body_limit=BODY)
def change(slug: str, public_id: str) -> Any:
    """Keep what is told of something that waits, and the words that were typed."""
    view, form = _view(public_id), forms.facts_form()
    if not form.validate():
        return _facts_page(view, form)
    try:
        submissions.describe(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id,
                             facts=forms.facts_of(form, view.row, utc_now()))
    except Refused as refused:
        refuse(form, refused, "format")
        return _facts_page(view, form)
    except Conflict as conflict:
        return _told(public_id, conflict)
    flash(gettext("Saved."))
    return _back(public_id)


@blueprint.post("/<public_id>/worry")
@staff(Permission.DECIDE_SUBMISSIONS)
def worry(slug: str, public_id: str) -> WsgiResponse:
    """Send a worry about something that waits; it is kept back from then on."""
    try:
        other_worries.flag_submission(
            consultation_id=g.consultation.id, public_id=public_id, kind=tidy(request.form.get("kind", "")),
            note=request.form.get("note", ""), by_id=current_user.id)
    except Refused as refused:
        flash(sentence(refused))
        return _back(public_id)
    flash(gettext("Your worry was sent. It is kept back until someone has looked at it."))
    return redirect(url_for("staff_submissions.index", slug=slug), 303)


@blueprint.post("/<public_id>/reopen")
@staff(Permission.DECIDE_SUBMISSIONS)
def reopen(slug: str, public_id: str) -> WsgiResponse:
    """Put something back among what waits."""
    return _do(public_id, submissions.reopen, gettext("It waits for a decision again."))


@blueprint.post("/<public_id>/check")
@staff(Permission.DECIDE_SUBMISSIONS)
def check(slug: str, public_id: str) -> WsgiResponse:
    """Say that one looked at another person's decision and found it right."""
    return _do(public_id, submissions.second_check, gettext("Your check was kept."))


@blueprint.post("/<public_id>/withdraw")
@staff(Permission.DECIDE_SUBMISSIONS)
def withdraw(slug: str, public_id: str) -> WsgiResponse:
    """Take something back for the person who sent it; its words are deleted."""
    if not request.form.get("sure"):
        flash(gettext("Tick the box first: its words and files are deleted, and nobody can bring them back."))
        return _back(public_id)
    return _do(public_id, submissions.withdraw, gettext("It was taken back. Its words and files are deleted."))


def _do(public_id: str, what: Callable[..., Any], done: str) -> WsgiResponse:
    try:
        what(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    except (Refused, Conflict) as refused:
        return _told(public_id, refused)
    flash(done)
    return _back(public_id)


def _told(public_id: str, refused: Refused | Conflict) -> WsgiResponse:
    flash(sentence(refused))
    return _back(public_id)


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_submissions.show", slug=g.consultation.slug, public_id=public_id), 303)


def _view(public_id: str) -> SubmissionView:
    found = stored.one(db.session(), g.consultation.id, public_id,
                       with_details=Permission.OPEN_SENDERS in g.permissions)
    if found is None:
        raise NotFound()
    return found


def _page(view: SubmissionView, form: DecideForm | None = None) -> Any:
    waits = view.row.state == WAITING and not view.is_held_back
    if waits and form is None:
        form = forms.decide_form(view, stored.alike(db.session(), view.row))
    page = render_template(
        "staff/submissions/show.html", view=view, form=form, limit=MOST_NOTE, place_words=said.place_words,
        signs=said.sign_words(view.row.signs),
        files=[(file, _elsewhere(SERVED, public_id=view.public_id, file_id=file.public_id)) for file in view.files],
        sender=_elsewhere(SENDER, public_id=view.public_id), keying=_elsewhere(KEYING),
        may_read=Permission.READ_RESPONSES in g.permissions, may_flag=Permission.FLAG_WORRIES in g.permissions,
        worry_kinds=kind_words(), **_shared())
    return (page, 422) if form is not None and form.errors else page


def _facts_page(view: SubmissionView, form: FactsForm) -> Any:
    page = render_template("staff/submissions/change.html", view=view, form=form, **_shared())
    return (page, 422) if form.errors else page


def _elsewhere(endpoint: str, **parts: str) -> str:
    """Return the address of a page of another part, empty where this person may not open it."""
    rule = rule_of(endpoint) if endpoint in current_app.view_functions else None
    if rule is None or rule.permission not in g.permissions:
        return ""
    return url_for(endpoint, slug=g.consultation.slug, **parts)


def _after() -> str:
    return str(tidy(request.args.get("after", "")))


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in known else ""


def _more(endpoint: str, after: str, **others: str | None) -> str | None:
    return url_for(endpoint, slug=g.consultation.slug, after=after, **others) if after else None


def _shared() -> dict[str, Any]:
    return {
        "consultation": g.consultation, "formats": said.FORMATS, "states": said.STATES, "proposals": said.PROPOSALS,
        "reasons": said.REASONS, "senders": said.SENDERS, "roles": said.ROLES, "file_kind": said.file_kind,
        "problem_words": said.problem_words,
        "channels": {one: channel_words(one, gettext) for one in forms.DESK_CHANNELS},
        "language_name": language_name, "exclusion": lambda code: exclusion_words(code, gettext)}
