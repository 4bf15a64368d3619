"""The kit for groups that hold their own conversation: the page, and the kit to print or as a Word file, in every
language of the consultation; it asks for nobody and stores nothing."""

from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request, url_for
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from consult.domain.instants import utc_now
from consult.domain.surveys import TEXT_KINDS, placed_questions
from consult.domain.working_days import london_day
from consult.exports import host_kit
from consult.exports.host_kit import Kit
from consult.extensions import db
from consult.queries import surveys
from consult.web import locale
from consult.web.access import Guarded, everyone
from consult.web.form_files import DOCX
from consult.web.public.consultations import state_of, visible

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public_host_kit", __name__, url_prefix="/<lang>/consultations/<slug>/host-kit")
COPIES = (
    ("public_host_kit.to_print", None, _l("Page to print")),
    ("public_host_kit.to_print", "large", _l("Page to print, in large print")),
    ("public_host_kit.word", None, _l("Word file")),
    ("public_host_kit.word", "large", _l("Word file in large print")),
)


@blueprint.get("")
@everyone()
def show(slug: str) -> str:
    """Say what the kit is, offer it in the language of the page, and lead to the page in each other one."""
    consultation = visible(slug)
    names, here = locale.offered(), locale.language().tag
    copies = [{"text": words, "href": url_for(endpoint, slug=slug, size=size)} for endpoint, size, words in COPIES]
    others = [names[tag] for tag in _tags(consultation) if tag != here]
    return render_template("public/host_kit/show.html", consultation=consultation, copies=copies, others=others,
                           state=state_of(consultation))


@blueprint.get("/print")
@everyone()
def to_print(slug: str) -> str:
    """Show the kit as a page to print."""
    consultation = visible(slug)
    tag = locale.language().tag
    with force_locale(locale.offered()[tag].locale):
        sheets = host_kit.sheets(_kit(consultation), tag, gettext)
        return render_template(
            "exports/form.html", tag=tag, is_large=_is_large(), forms=[sheets], back=url_for(
                "public_host_kit.show", slug=slug), kind_of=lambda block: type(block).__name__,
            title=gettext("Hold your own conversation"))


@blueprint.get("/word")
@everyone()
def word(slug: str) -> Any:
    """Hand out the kit as a Word file."""
    consultation = visible(slug)
    tag = locale.language().tag
    with force_locale(locale.offered()[tag].locale):
        content = host_kit.write(_kit(consultation), tag, gettext, made_at=utc_now(), is_large=_is_large())
    response = Response(content, content_type=DOCX)
    name = "-".join([slug, "host-kit", tag, *(["large"] if _is_large() else [])])
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.docx")
    return response


def _is_large() -> bool:
    return request.args.get("size") == "large"


def _tags(consultation: "Consultation") -> list[str]:
    """Return the languages that the kit is offered in: those of the consultation that this installation speaks."""
    return [tag for tag in consultation.offered_languages if tag in locale.offered()] or ["en"]


def _kit(consultation: "Consultation") -> Kit:
    """Return what the kit says, with the questions that people answer in own words, as the survey orders them."""
    version = surveys.current(db.session(), consultation.id)
    asked = () if version is None else tuple(
        question.text for section, _page, question in placed_questions(version.survey)
        if question.kind in TEXT_KINDS and section.stores == "answers")
    return Kit(consultation.title, london_day(consultation.closes_at).isoformat(), consultation.contact_email or "",
               asked, is_example=consultation.is_example)
