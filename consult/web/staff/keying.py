"""Paper forms for those who type them: what waits, taking one in, and one form with what is to be done with it next."""

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import MultipleFileField
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import BooleanField, RadioField, SelectField, StringField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.forms import ages_of
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import keying_quality, keyings, survey_versions, surveys
from consult.queries.keyings import STAGES, KeyedForm
from consult.services import keyings as typing
from consult.services import paper_forms, scan_pages
from consult.services.paper_forms import CHANNELS, Came, Scan
from consult.web import form_files
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField, choices
from consult.web.sentences import sentence
from consult.web.staff.language_names import language_choices
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import Plain, add_error, refuse, tidy

blueprint = Guarded("staff_keying", __name__, url_prefix="/staff/consultations/<slug>/keying")
# The scan of a long form in colour, and what a browser puts around it.
BODY_LIMIT = 64 * 1024 * 1024
MOST_SCANS = 40


class CameForm(Plain):
    """How one paper form came."""

    code = StringField(_l("Code on the form"), filters=[tidy],
                       description=_l("Leave it empty where the form has none."))
    is_copy = BooleanField(_l("Another person filled in a copy of this form"))
    channel = RadioField(_l("How did it come?"), validate_choice=False, default="post")
    language = SelectField(_l("Language it is filled in"), validate_choice=False, default="en")
    received = DatePartsField(_l("When did it come?"))
    postmarked = DatePartsField(_l("Day of the postmark (only if it came by post)"))
    scans = MultipleFileField(_l("Scan of the form"))


class BeginForm(Plain):
    """Which form this is."""

    version = SelectField(_l("Version of the survey"), validate_choice=False)
    age = RadioField(_l("Who is it for?"), validate_choice=False, default="adult")


@blueprint.get("")
@staff(Permission.TAKE_IN)
def index(slug: str) -> str:
    """List the forms that wait at one stage, and say how well those that are settled were typed."""
    counts = keyings.counts(db.session(), g.consultation.id)
    stage = request.args.get("stage", "")
    stage = stage if stage in STAGES else next((one for one in STAGES if counts[one]), STAGES[0])
    page = keyings.listed(db.session(), g.consultation.id, stage, person_id=current_user.id,
                          after=tidy(request.args.get("after")))
    return render_template("staff/keying/index.html", consultation=g.consultation, counts=counts, stage=stage,
                           page=page, stages=stage_words(), channels=_channels(),
                           quality=keying_quality.of(db.session(), g.consultation.id))


@blueprint.route("/new", methods=["GET", "POST"])
@staff(Permission.TAKE_IN, body_limit=BODY_LIMIT)
def new(slug: str) -> Any:
    """Take in one paper form, and go on to type it."""
    form = CameForm()
    form.channel.choices = choices(_channels().items())
    form.language.choices = choices(language_choices(list(g.consultation.languages)))
    if request.method == "POST" and form.validate() and (answer := _take_in(form)) is not None:
        return answer
    page = render_template("staff/keying/new.html", consultation=g.consultation, form=form)
    return (page, 422) if form.errors else page


@blueprint.get("/<public_id>")
@staff(Permission.TAKE_IN)
def show(slug: str, public_id: str) -> Any:
    """Show how far a form has come and what can be done with it next."""
    return _one(found(public_id), BeginForm())


@blueprint.post("/<public_id>/begin")
@staff(Permission.TAKE_IN)
def begin(slug: str, public_id: str) -> Any:
    """Take a form to type it for the first time."""
    form = BeginForm()
    number = form.version.data or ""
    try:
        typing.begin(**ids(public_id), by_id=current_user.id, age=form.age.data or "adult",
                     version_number=int(number) if number.isdecimal() and len(number) < 9 else 0)
    except Refused as refused:
        refuse(form, refused, "version")
        return _one(found(public_id), form)
    except Conflict as conflict:
        return back(public_id, conflict)
    return redirect(url_for("staff_keying.first", slug=slug, public_id=public_id), 303)


@blueprint.post("/<public_id>/again")
@staff(Permission.TAKE_IN)
def again(slug: str, public_id: str) -> Any:
    """Take a form to type it for the second time, without what the first person typed."""
    try:
        typing.begin_again(**ids(public_id), by_id=current_user.id)
    except Conflict as conflict:
        return back(public_id, conflict)
    except NotAllowed:
        return _own(public_id)
    return redirect(url_for("staff_keying.second", slug=slug, public_id=public_id), 303)


@blueprint.post("/<public_id>/take-over/<int:number>")
@staff(Permission.TAKE_IN)
def take_over(slug: str, public_id: str, number: int) -> Any:
    """Go on with a typing that somebody left."""
    if number not in (1, 2):
        raise NotFound()
    try:
        typing.take_over(**ids(public_id), number=number, by_id=current_user.id)
    except Conflict as conflict:
        return back(public_id, conflict)
    except NotAllowed:
        return _own(public_id)
    endpoint = "staff_keying.first" if number == 1 else "staff_keying.second"
    return redirect(url_for(endpoint, slug=slug, public_id=public_id), 303)


def ids(public_id: str) -> dict[str, Any]:
    """Return what names a form to every use case."""
    return {"consultation_id": g.consultation.id, "submission_id": public_id}


def found(public_id: str) -> KeyedForm:
    """Return the form of that id; raises NotFound."""
    one = keyings.one(db.session(), g.consultation.id, public_id)
    if one is None:
        raise NotFound()
    return one


def pages_of(view: KeyedForm) -> list[tuple[str, int]]:
    """Return each page of a form's scan that can be shown: the file it is in (public id) and its number there."""
    return [(scan.public_id, page) for scan in view.scans for page in range(1, scan_pages.pages_of(scan) + 1)]


def back(public_id: str, conflict: Conflict) -> WsgiResponse:
    """Lead to the page of a form and say there what had changed."""
    flash(sentence(conflict))
    return redirect(url_for("staff_keying.show", slug=g.consultation.slug, public_id=public_id), 303)


def stage_words() -> dict[str, str]:
    """Return what the stages of a form are called, in their order."""
    return {"first": gettext("To type"), "second": gettext("To type again"), "settle": gettext("To settle")}


def _own(public_id: str) -> WsgiResponse:
    flash(gettext("You typed this form the first time, so another person does this."))
    return redirect(url_for("staff_keying.show", slug=g.consultation.slug, public_id=public_id), 303)


def _channels() -> dict[str, str]:
    return {channel: channel_words(channel, gettext) for channel in CHANNELS}


def _take_in(form: CameForm) -> WsgiResponse | None:
    sent = [file for file in request.files.getlist("scans") if file.filename]
    if len(sent) > MOST_SCANS:
        refuse(form, Refused("scans", "scans-many", {"most": MOST_SCANS}), "scans")
        return None
    received: date | None = form.received.data
    if received is None:
        refuse(form, Refused("received", "date-missing"), "received")
        return None
    try:
        public_id = paper_forms.take_in(consultation_id=g.consultation.id, by_id=current_user.id, came=Came(
            form.channel.data or "", form.language.data or "", received, form.postmarked.data, form.code.data or "",
            bool(form.is_copy.data), [Scan(file.filename or "", file.stream.read()) for file in sent]))
    except Conflict as conflict:
        _say_known(form, conflict)
        return None
    except Refused as refused:
        names = {"received_on": "received", "postmarked_on": "postmarked", "file": "scans"}
        refuse(form, Refused(names.get(refused.field, refused.field), refused.code, refused.facts), "code")
        return None
    return redirect(url_for("staff_keying.show", slug=g.consultation.slug, public_id=public_id), 303)


def _say_known(form: CameForm, conflict: Conflict) -> None:
    """Say that a form with this code came before, with the way to it."""
    g.known_form = str(conflict.facts.get("public_id", ""))
    add_error(form, "code", gettext(
        "A form with this code came before. If another person filled in a copy of it, tick the box below."))


def _one(one: KeyedForm, form: BeginForm) -> Any:
    if one.first is None:
        _offer(form, one)
    page = render_template("staff/keying/show.html", consultation=g.consultation, view=one, form=form,
                           channel=channel_words(one.submission.channel, gettext), day=day_of(
                               one.submission.received_at), stages=stage_words(),
                           is_own=one.first is not None and one.first.by_id == current_user.id, me=current_user.id)
    return (page, 422) if form.errors else page


def _offer(form: BeginForm, one: KeyedForm) -> None:
    """Offer the versions of the survey, the one that the form's code was printed for first, and both forms of it."""
    session = db.session()
    numbers = [listed.number for listed in survey_versions.listed(session, g.consultation.id)]
    printed = keyings.printed_version(session, one.submission)
    form.version.choices = choices((str(n), gettext("Version %(number)s", number=n)) for n in numbers)
    if not form.version.data and numbers:
        form.version.data = str(printed if printed in numbers else numbers[0])
    current = surveys.current(session, g.consultation.id)
    ages = ages_of(current.survey) if current is not None else ()
    form.age.choices = choices((age, form_files.AGES[age]) for age in ages or ("adult",))
