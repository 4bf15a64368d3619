"""Easy Read from the start: choosing it, the age, who helps, and leaving it again with every answer kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField

from consult.domain.answers import postcode_district
from consult.domain.easy_read import UNDER_13
from consult.domain.errors import Refused
from consult.domain.responses import STANDARD
from consult.domain.text_units import SOURCE_LANGUAGE
from consult.domain.variants import EASY_READ
from consult.services import drafts
from consult.services.drafts import DraftGone
from consult.web import locale, tokens
from consult.web.access import Guarded, everyone
from consult.web.easy_read_pictures import ALTS, FACES
from consult.web.fields import Plain, add_error, choices
from consult.web.public import drafting, easy_read_way
from consult.web.public.consultations import state_of, visible
from consult.web.public.easy_read_way import Way
from consult.web.public.respond import OWN_FIELDS, gone, open_consultation
from consult.web.public.respond_forms import AgeForm
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond_easy_read", __name__, url_prefix="/<lang>/consultations/<slug>/respond/easy-read")
blueprint.register_error_handler(DraftGone, gone)

HELP = (
    ("alone", _l("No. I answer alone.")),
    ("own", _l("Yes. The words are mine.")),
    ("together", _l("Yes. We find the words together.")),
    ("helper", _l("Yes. The words are from the person who helps.")),
)


class HelpedForm(Plain):
    """Whether someone helps, and whose words these are."""

    help = RadioField(_l("Does someone help you?"), choices=choices(HELP), validate_choice=False)


def render(template: str, consultation: Consultation, form: Any = None, **names: Any) -> Any:
    """Render a page in Easy Read, which is in English alone; 422 where the form holds errors."""
    names = {"checked": g.easy_read.latest, **names}
    page = render_template(f"public/easy_read/{template}.html", consultation=consultation, form=form, alternates=[],
                           alts=ALTS, faces=FACES, **names)
    return (page, 422) if form is not None and form.errors else page


@blueprint.before_request
def only_where_it_is_ready() -> Any:
    """Lead to the usual pages where a part is missing, stale or unchecked; lead every language to the English one."""
    values = dict(request.view_args or {})
    consultation = visible(values["slug"])
    writing = drafting.standing(consultation)
    g.easy_read = easy_read_way.offered(consultation, writing)
    if g.easy_read is None:
        return _without(consultation, writing)
    if locale.language().tag != SOURCE_LANGUAGE:
        return redirect(url_for(str(request.endpoint), **values, lang=SOURCE_LANGUAGE), 303)
    return None


def _without(consultation: Consultation, writing: Any) -> Any:
    """Lead on to the usual survey, whose wording is answered from now on."""
    if writing is not None:
        drafts.choose_wording(token=writing.token, consultation_id=consultation.id, answered_as=STANDARD)
    if request.method == "POST" and (typed := typed_words()):
        return render_template(
            "public/respond/lost.html", consultation=consultation, form=None, typed=typed,
            reason=gettext("Easy Read was changed just now. Go on in the usual survey. Your answers are kept.")), 422
    if request.endpoint == "respond_easy_read.receipt":
        return redirect(url_for("respond_end.receipt", slug=consultation.slug), 303)
    return redirect(url_for("respond.hub" if writing is not None else "respond.start",
                            slug=consultation.slug), 303)


def typed_words() -> list[str]:
    """Return the longer things that were typed on the page, so that nobody loses them."""
    return [value for name, values in request.form.lists() for value in values
            if len(value) > 20 and name not in OWN_FIELDS and postcode_district(value) is None]


def way_of(consultation: Consultation) -> Way | None:
    """Return the way of what this browser writes; None where nothing was begun."""
    writing = drafting.current(consultation)
    return Way(consultation, writing, g.easy_read) if writing is not None else None


def to_start(slug: str) -> WsgiResponse:
    """Lead who has not begun to the first page."""
    return redirect(url_for("respond_easy_read.start", slug=slug), 303)


@blueprint.get("")
@everyone()
def start(slug: str) -> Any:
    """Say what Easy Read is, who checked it and when, and begin."""
    consultation = visible(slug)
    if state_of(consultation) != "open" and drafting.standing(consultation) is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    return render("start", consultation, writing=drafting.standing(consultation))


@blueprint.post("")
@everyone()
def begin(slug: str) -> Any:
    """Go on in Easy Read: with the answers that are there, else by the age."""
    consultation = open_consultation(slug)
    way = way_of(consultation)
    if way is None:
        return redirect(url_for("respond_easy_read.age", slug=slug), 303)
    drafts.choose_wording(token=way.writing.token, consultation_id=consultation.id, answered_as=EASY_READ)
    return redirect(way.going_on(), 303)


@blueprint.get("/go-on")
@everyone()
def resume(slug: str) -> Any:
    """Go to the first question that is not answered yet."""
    way = way_of(open_consultation(slug))
    return redirect(way.going_on(), 303) if way is not None else to_start(slug)


@blueprint.route("/age", methods=["GET", "POST"])
@everyone(keeps_form=True)
def age(slug: str) -> Any:
    """Ask for the age, which decides what may be asked."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    form = AgeForm(data={"age": writing.draft.age_route if writing else None})
    if request.method == "POST" and (answer := _begun(consultation, form)) is not None:
        return answer
    return render("age", consultation, form)


def _begun(consultation: Consultation, form: AgeForm) -> WsgiResponse | None:
    if form.age.data == "under-13":
        return redirect(url_for("respond_easy_read.under_13", slug=consultation.slug), 303)
    try:
        if tokens.is_stale():
            raise Refused("age", "form-stale")
        token = drafts.begin(consultation_id=consultation.id, age_route=form.age.data or "",
                             token=drafting.token_of(consultation))
    except Refused as refused:
        add_error(form, "age", sentence(refused))
        return None
    drafting.remember(consultation, token)
    drafts.choose_wording(token=token, consultation_id=consultation.id, answered_as=EASY_READ)
    return redirect(url_for("respond_easy_read.helping", slug=consultation.slug), 303)


@blueprint.get("/under-13")
@everyone()
def under_13(slug: str) -> Any:
    """Show how children under 13 take part; in the usual words where Easy Read has none for it."""
    content = g.easy_read.contents.get(UNDER_13)
    if content is None:
        return redirect(url_for("respond.under_13", slug=slug), 303)
    return render("under_13", open_consultation(slug), pages=content.pages, checked=g.easy_read.checked[UNDER_13])


@blueprint.route("/help", methods=["GET", "POST"])
@everyone(keeps_form=True)
def helping(slug: str) -> Any:
    """Ask who helps, and ask the helper not to answer for the person; of someone under 16 this is not asked."""
    consultation = open_consultation(slug)
    way = way_of(consultation)
    if way is None:
        return to_start(slug)
    if not way.asks_of_help:
        return redirect(_after_help(way), 303)
    form = HelpedForm(data={"help": help_of(way.writing.draft.about)})
    if request.method == "POST" and _told(consultation, way, form):
        return redirect(_after_help(way), 303)
    return render("helping", consultation, form)


def help_of(about: dict[str, Any]) -> str | None:
    """Return what was said about help, in the choices of the form; None where nothing was."""
    return str(about.get("words_are") or "own") if about.get("was_helped") else None


def _told(consultation: Consultation, way: Way, form: HelpedForm) -> bool:
    chosen = form.help.data
    try:
        if tokens.is_stale():
            raise Refused("help", "form-stale")
        if chosen is not None and chosen not in dict(HELP):
            raise Refused("help", "option-unknown")
    except Refused as refused:
        add_error(form, "help", sentence(refused))
        return False
    helped = {"was_helped": True, "words_are": chosen} if chosen not in (None, "alone") else {}
    drafts.tell_about(token=way.writing.token, consultation_id=consultation.id,
                      about={"on_behalf_of": "self", **helped})
    return True


def _after_help(way: Way) -> str:
    if request.args.get("then") == "check":
        return url_for("respond_easy_read.check", slug=way.consultation.slug)
    return way.address(way.main[0]) if way.main else url_for("respond_easy_read.check", slug=way.consultation.slug)


@blueprint.post("/leave")
@everyone()
def leave(slug: str) -> Any:
    """Change to the usual survey; every answer stays."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    drafts.choose_wording(token=writing.token, consultation_id=consultation.id, answered_as=STANDARD)
    return redirect(url_for("respond.hub", slug=slug), 303)
