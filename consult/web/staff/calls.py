"""Taking down what somebody says by telephone or face to face: beginning, reading back, and the code to read out."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField

from consult.domain.access import Permission
from consult.domain.bodies import check_body
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.responses import still_asked
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import calls as stored
from consult.queries import plan_choices, surveys
from consult.queries.calls import Call
from consult.services import calls
from consult.services.calls import CHANNELS
from consult.services.secrets import new_token, printed, receipt_code
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff.calls_paths import comment_of, steps_of
from consult.web.staff.language_names import language_choices
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.survey_building_preview import speaking

blueprint = Guarded("staff_calls", __name__, url_prefix="/staff/consultations/<slug>/calls")
AGES = (("under-13", _l("Under 13")), ("13-15", _l("13 to 15")), ("16-17", _l("16 or 17")), ("adult", _l("18 or over")))
WHO = (("self", _l("For themselves")), ("helped", _l("For themselves, and someone helps them")),
       ("group", _l("For a group of people")), ("organisation", _l("For an organisation")))
WORDS_ARE = (("own", _l("The words of the person who answers")), ("together", _l("Words that they found together")),
             ("helper", _l("The helper’s words")))
# Codes of calls that this person ended lately, by the id of the submission.
ENDED = "ended_calls"
MOST_ENDED = 3


class BeginForm(Plain):
    """Who speaks, and how."""

    channel = RadioField(_l("How do you speak with them?"), validate_choice=False, default="phone")
    language = SelectField(_l("In which language?"), validate_choice=False, default="en")
    age = RadioField(_l("How old are they?"), choices=choices(AGES), validate_choice=False)
    who = RadioField(_l("For whom do they answer?"), choices=choices(WHO), validate_choice=False, default="self")
    words_are = RadioField(_l("If someone helps them: whose words are these?"), choices=choices(WORDS_ARE),
                           validate_choice=False)
    body = StringField(_l("Name of the group or organisation"), filters=[tidy])
    speaks_for = StringField(_l("How many people does it speak for? (optional)"), filters=[tidy])
    may_be_named = BooleanField(_l("They agree that this name is printed in the report"))


class EndForm(Plain):
    """What the person agreed to when everything was read back."""

    token = HiddenField()
    consent = BooleanField(_l("They heard what happens with their answers, and agree to send them"))
    quotes = BooleanField(_l("They agree that some of their words are printed in the report, without their name"))


class PartForm(Plain):
    """The part of the plan that somebody wants to speak of."""

    node = SelectField(_l("They want to say something on one part of the plan"), validate_choice=False)


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.TAKE_IN)
def index(slug: str) -> Any:
    """List the calls that go on, and begin one."""
    version = surveys.current(db.session(), g.consultation.id)
    form = BeginForm()
    form.channel.choices = choices((channel, _channel(channel)) for channel in CHANNELS)
    form.language.choices = choices(language_choices(list(version.survey.languages) if version else ["en"]))
    if request.method == "POST" and (answer := _begin(form)) is not None:
        return answer
    page = render_template(
        "staff/calls/index.html", consultation=g.consultation, form=form, has_survey=version is not None,
        calls=stored.going_on(db.session(), g.consultation.id, current_user.id), channel=_channel)
    return (page, 422) if form.errors else page


@blueprint.get("/<public_id>")
@staff(Permission.TAKE_IN)
def show(slug: str, public_id: str) -> Any:
    """Read everything back that was said, with a way to each question."""
    return _page(found(public_id), EndForm(), PartForm())


@blueprint.post("/<public_id>/part")
@staff(Permission.TAKE_IN)
def part(slug: str, public_id: str) -> Any:
    """Go to the question on one part of the plan."""
    call, form = found(public_id), PartForm()
    page = comment_of(call, form.node.data or "")
    if page is None:
        refuse(form, Refused("node", "option-unknown"), "node")
        return _page(call, EndForm(formdata=None), form)
    return redirect(url_for("staff_calls.question", slug=slug, public_id=public_id, page=page), 303)


@blueprint.post("/<public_id>/end")
@staff(Permission.TAKE_IN)
def end(slug: str, public_id: str) -> Any:
    """Store what was said, and go to the code to read out."""
    form = EndForm()
    token = form.token.data or ""
    if len(token) < 43:
        return redirect(url_for("staff_calls.show", slug=slug, public_id=public_id), 303)
    try:
        calls.finish(consultation_id=g.consultation.id, submission_id=public_id, submission_token=token,
                     has_consent=bool(form.consent.data), has_quote_consent=bool(form.quotes.data),
                     by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "consent")
        return _page(found(public_id), form, PartForm(formdata=None))
    session[ENDED] = [*session.get(ENDED, []), [public_id, token]][-MOST_ENDED:]
    return redirect(url_for("staff_calls.receipt", slug=slug, public_id=public_id), 303)


@blueprint.post("/<public_id>/drop")
@staff(Permission.TAKE_IN)
def drop(slug: str, public_id: str) -> Any:
    """Delete what was said by someone who does not agree to send it."""
    calls.drop(consultation_id=g.consultation.id, submission_id=public_id, by_id=current_user.id)
    flash(gettext("What they said is deleted. The register only says that there was a call."))
    return redirect(url_for("staff_calls.index", slug=slug), 303)


@blueprint.get("/<public_id>/receipt")
@staff(Permission.TAKE_IN)
def receipt(slug: str, public_id: str) -> Any:
    """Show the receipt code to whoever ended the call, as long as they are signed in."""
    token = dict(session.get(ENDED, [])).get(public_id)
    if token is None:
        return redirect(url_for("staff_calls.index", slug=slug), 303)
    code = printed(receipt_code(token))
    return render_template("staff/calls/receipt.html", consultation=g.consultation, code=code, groups=code.split("-"))


def found(public_id: str) -> Call:
    """Return a call that goes on and that this person takes; raises NotFound, Conflict where it does not."""
    call = stored.one(db.session(), g.consultation.id, public_id)
    if call is None:
        raise NotFound()
    if not call.is_going_on:
        raise Conflict("call-ended")
    if call.keying.by_id != current_user.id:
        raise Conflict("call-taken")
    return call


def away(conflict: Conflict) -> WsgiResponse:
    """Lead to the list of calls and say there what had changed."""
    flash(sentence(conflict))
    return redirect(url_for("staff_calls.index", slug=g.consultation.slug), 303)


blueprint.register_error_handler(Conflict, away)


def _channel(channel: str) -> str:
    return gettext("Face to face") if channel == "workshop-card" else channel_words(channel, gettext)


def _begin(form: BeginForm) -> WsgiResponse | None:
    who = form.who.data or ""
    try:
        about: dict[str, Any] = {"on_behalf_of": who if who in ("group", "organisation") else "self"}
        if who == "helped":
            if not form.words_are.data:
                raise Refused("words_are", "whose-words-missing")
            about |= {"was_helped": True, "words_are": form.words_are.data}
        elif who in ("group", "organisation"):
            body, speaks_for = check_body(form.body.data or "", form.speaks_for.data or "")
            about |= {"body": body, "speaks_for": speaks_for, "may_be_named": bool(form.may_be_named.data)}
        elif who != "self":
            raise Refused("who", "who-missing")
        public_id = calls.begin(
            consultation_id=g.consultation.id, age_route=form.age.data or "", language=form.language.data or "",
            channel=form.channel.data or "", about=about, by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "age")
        return None
    return redirect(url_for("staff_calls.first", slug=g.consultation.slug, public_id=public_id), 303)


def _page(call: Call, form: EndForm, part_form: PartForm) -> Any:
    form.token.data = form.token.data or new_token()
    language = call.submission.language
    answers = still_asked(call.version.survey, call.keying.age_route, call.keying.answers)
    groups = plan_choices.groups(db.session(), g.consultation.plan_version_id)
    part_form.node.choices = {"": choices([("", "")]), **{
        group.label: choices((choice.key, choice.label) for choice in group.choices) for group in groups}}
    labels = {choice.key: choice.label for group in groups for choice in group.choices}
    with speaking(language):
        said = render_template("staff/calls/answers.html", consultation=g.consultation, call=call, answers=answers,
                               steps=steps_of(call), labels=labels)
        privacy = render_template("staff/calls/privacy.html", consultation=g.consultation, call=call)
    page = render_template("staff/calls/show.html", consultation=g.consultation, call=call, form=form,
                           part_form=part_form, said=said, privacy=privacy, language=language,
                           can_comment=comment_of(call, None) is not None)
    return (page, 422) if form.errors or part_form.errors else page
