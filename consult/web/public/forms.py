"""Answering on paper: a form with codes of its own that anyone can make, and copies without one."""

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l

from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.queries import closings, surveys
from consult.queries.surveys import Version
from consult.services import forms
from consult.web import form_files, locale, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.form_files import PrintForm, Wanted
from consult.web.public.consultations import state_of, visible
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

COPIES = (
    ("public_forms.word", None, _l("Word file")),
    ("public_forms.word", "large", _l("Word file in large print")),
    ("public_forms.to_print", None, _l("Page to print")),
    ("public_forms.to_print", "large", _l("Page to print, in large print")),
)

blueprint = Guarded("public_forms", __name__, url_prefix="/<lang>/consultations/<slug>/form")


@blueprint.route("", methods=["GET", "POST"])
@everyone(keeps_form=True)
def show(slug: str) -> Any:
    """Show how to answer on paper, and make a form with codes for whoever asks: a visit alone stores nothing."""
    consultation = visible(slug)
    version = _version(consultation)
    form = PrintForm().offer(form_files.tags_of(consultation, version.survey), form_files.ages_offered(version.survey))
    state = state_of(consultation)
    if request.method == "POST" and (answer := _make(consultation, version, form, state)) is not None:
        return answer
    page = render_template(
        "public/forms/show.html", consultation=consultation, form=form, state=state,
        copies=_copies(consultation, version), closes_at=closings.closes_at_for(db.session(), consultation, "post"))
    return (page, 422) if form.errors else page


@blueprint.get("/word")
@everyone()
def word(slug: str) -> Any:
    """Hand out the form as a Word file without a code."""
    return _copy(slug, is_page=False)


@blueprint.get("/print")
@everyone()
def to_print(slug: str) -> Any:
    """Show the form as a page to print, without a code."""
    return _copy(slug, is_page=True)


def _copy(slug: str, *, is_page: bool) -> Any:
    consultation = visible(slug)
    version = _version(consultation)
    age = request.args.get("age", "adult")
    wanted = Wanted(locale.language().tag, age if age in form_files.ages_offered(version.survey) else "adult",
                    request.args.get("size") == "large", is_page)
    return form_files.handed_out(consultation, version, wanted, (), url_for("public_forms.show", slug=slug))


def _make(consultation: "Consultation", version: Version, form: PrintForm, state: str) -> Any:
    """Return the form that was asked for, or None where the page has to say why there is none."""
    try:
        if state != "open":
            raise Refused("language", f"consultation-{state}")
        if tokens.is_stale():
            add_error(form, "language", words_for("form-stale", {}))
            return None
        codes = forms.issue_one(consultation=consultation, version=version, network=request.remote_addr or "")
    except Refused as refused:
        add_error(form, "language", sentence(refused))
        return None
    return form_files.handed_out(consultation, version, form.wanted(), [codes],
                                 url_for("public_forms.show", slug=consultation.slug))


def _version(consultation: "Consultation") -> Version:
    found = surveys.current(db.session(), consultation.id)
    if found is None:
        raise NotFound()
    return found


def _copies(consultation: "Consultation", version: Version) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return every copy without a code, by whom it is for: language, what it is, and its address."""
    names = locale.offered()
    return [
        (form_files.AGES[age], [
            {"language": names[tag], "words": words,
             "href": url_for(endpoint, slug=consultation.slug, lang=tag, size=size,
                             age=age if age != "adult" else None)}
            for tag in form_files.tags_of(consultation, version.survey) for endpoint, size, words in COPIES])
        for age in form_files.ages_offered(version.survey)
    ]
