"""Paper forms as a Word file or a page to print, in the language that someone chose; their codes come from others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, render_template
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import RadioField

from consult.domain.forms import SHORT_AGE, Codes, PaperForm, ages_of
from consult.domain.instants import utc_now
from consult.domain.surveys import Survey
from consult.exports import forms, forms_docx
from consult.extensions import db
from consult.queries.surveys import Version
from consult.services.forms import paper_form
from consult.web import locale
from consult.web.fields import Plain, choices

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SIZES = (("normal", _l("Usual print")), ("large", _l("Large print")))
KINDS = (("word", _l("A Word file, to print or to fill in on a computer")), ("page", _l("A page to print")))
AGES = {"adult": _l("People aged 16 or over"), SHORT_AGE: _l("People aged 13 to 15")}


@dataclass(frozen=True)
class Wanted:
    """How a form is wanted: language tag, for people of which age, in large letters or not, as a page or a file."""

    tag: str
    age: str = "adult"
    is_large: bool = False
    is_page: bool = False


class PrintForm(Plain):
    """How a form is wanted; what was not chosen, or is not offered, is the first of the list."""

    language = RadioField(_l("Language"), validate_choice=False)
    age = RadioField(_l("Who is it for?"), choices=choices(AGES.items()), validate_choice=False, default="adult")
    size = RadioField(_l("How large should the letters be?"), choices=choices(SIZES), validate_choice=False,
                      default="normal")
    kind = RadioField(_l("What do you want to get?"), choices=choices(KINDS), validate_choice=False, default="word")

    def offer(self, tags: Collection[str], ages: Collection[str]) -> "PrintForm":
        """Give the languages and ages to choose from, the page's own language chosen unless another is."""
        names = locale.offered()
        label = Markup('<span lang="{}" dir="{}">{}</span>')
        self.language.choices = choices((tag, label.format(tag, names[tag].direction, names[tag].name)) for tag in tags)
        self.age.choices = choices((age, AGES[age]) for age in ages)
        if self.language.data not in tags:
            own = locale.language().tag
            self.language.data = own if own in tags else next(iter(tags))
        if self.age.data not in ages:
            self.age.data = next(iter(ages))
        return self

    def wanted(self) -> Wanted:
        """Return what was chosen."""
        return Wanted(self.language.data, self.age.data, self.size.data == "large", self.kind.data == "page")


def tags_of(consultation: "Consultation", survey: Survey) -> list[str]:
    """Return the languages that forms can be printed in: those of the survey that this installation speaks."""
    found = [tag for tag in survey.languages if tag in locale.offered()]
    return [tag for tag in found if tag in consultation.offered_languages] or found or ["en"]


def ages_offered(survey: Survey) -> tuple[str, ...]:
    """Return for whom there is a form."""
    return ages_of(survey) or ("adult",)


def handed_out(consultation: "Consultation", version: Version, wanted: Wanted, codes: Sequence[Codes], back: str
               ) -> Any:
    """Return the form as it is wanted, once for each pair of codes, or once without; `back` is where the page leads."""
    form = paper_form(db.session(), consultation, version, age=wanted.age,
                      channel="large-print" if wanted.is_large else "post")
    with force_locale(locale.offered()[wanted.tag].locale):
        if wanted.is_page:
            return _page(form, wanted, codes, back)
        content = forms_docx.write(form, wanted.tag, gettext, made_at=utc_now(), is_large=wanted.is_large, codes=codes)
    name = "-".join([consultation.slug, "form", wanted.tag, *(["large"] if wanted.is_large else []),
                     *(["13-15"] if wanted.age == SHORT_AGE else [])])
    response = Response(content, content_type=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.docx")
    return response


def _page(form: PaperForm, wanted: Wanted, codes: Sequence[Codes], back: str) -> str:
    printed = [forms.sheets(form, wanted.tag, gettext, pair) for pair in codes or (None,)]
    title = gettext("Form to print: %(title)s", title=printed[0][0].name)
    return render_template("exports/form.html", tag=wanted.tag, is_large=wanted.is_large, forms=printed, title=title,
                           back=back, kind_of=lambda block: type(block).__name__)
