"""Form fields of our own, and the list of errors of a form: nothing raises, and every message is in our catalogues."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice
from wtforms.form import BaseForm

PARTS = ("day", "month", "year")
PART_MISSING = _l("Enter a day, a month and a year")
DATE_INVALID = _l("Enter a real date, like 27 3 2026")


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return (value, label) pairs as the choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


def grouped(groups: Iterable[tuple[str, Iterable[tuple[Any, Any]]]], first: Iterable[tuple[Any, Any]] = ()
            ) -> list[SelectChoice]:
    """Return choices in groups with a label each; those of `first` stand before them in no group."""
    return choices(first) + [SelectChoice(value, label, optgroup=name) for name, pairs in groups
                             for value, label in pairs]


class Plain(FlaskForm):
    """A form whose token web/tokens.py has checked already, so that a stale one keeps what was typed."""

    class Meta:
        """No second check: the field is only there to be rendered by the page."""

        csrf = False


class DatePartsField(Field):
    """A date in three inputs `<name>-day`, `-month`, `-year`; `raw` keeps what was typed, `data` is a date or None.

    Digits of any script are understood. Reading never raises, whatever is sent.
    """

    widget = staticmethod(lambda field, **kwargs: "")

    def __init__(self, *args: Any, missing: Any = PART_MISSING, invalid: Any = DATE_INVALID, **kwargs: Any) -> None:
        """`missing` and `invalid` are the messages for a part left out and for a date that does not exist."""
        self.missing, self.invalid = missing, invalid
        self.raw = dict.fromkeys(PARTS, "")
        super().__init__(*args, **kwargs)

    def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None:
        """Take the three parts from the form, else the date that was given."""
        self.process_errors: list[str] = []
        self.raw, self.raw_data = dict.fromkeys(PARTS, ""), None
        if not isinstance(data, date) and data is not None:
            data = self.default() if callable(self.default) else self.default
        given = data if isinstance(data, date) else None
        self.data = self.object_data = given
        if given is not None:
            self.raw = {part: str(getattr(given, part)) for part in PARTS}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.raw = {part: (formdata.get(f"{self.name}-{part}") or "").strip()[:10] for part in PARTS}
            self.raw_data = [value for value in self.raw.values() if value]
            self.data = self._parsed()

    def _parsed(self) -> date | None:
        if not self.raw_data:
            return None
        if len(self.raw_data) < len(PARTS):
            self.process_errors.append(str(self.missing))
            return None
        try:
            if not all(value.isdecimal() for value in self.raw_data):
                raise ValueError("a part of a date is a whole number without a sign")
            return date(int(self.raw["year"]), int(self.raw["month"]), int(self.raw["day"]))
        except (ValueError, OverflowError):
            self.process_errors.append(str(self.invalid))
            return None

    @property
    def bad(self) -> tuple[str, ...]:
        """Return the parts that an error is about: those left out where others were not, else all of them."""
        empty = tuple(part for part in PARTS if not self.raw[part])
        return empty if 0 < len(empty) < len(PARTS) else PARTS

    @property
    def first_bad(self) -> str:
        """Return the part that an error message should lead to."""
        return self.bad[0] if self.errors else PARTS[0]


def error_list(form: BaseForm) -> list[dict[str, str]]:
    """Return the first error of each field, as text and a link to the input that it is about."""
    return [
        {"text": str(field.errors[0]),
         "href": f"#{field.id}-{field.first_bad}" if isinstance(field, DatePartsField) else f"#{field.id}"}
        for field in form if field.errors
    ]


def add_error(form: BaseForm, name: str, message: str) -> None:
    """Put an error on a field of the form, or on its first visible field where it has none of that name."""
    names = [field.name for field in form if field.type != "HiddenField"]
    field = form[name if name in names else names[0]]
    field.errors = [*field.errors, message]


def counted_texts() -> dict[str, str]:
    """Return the sentences of a counted text box by the script's key and plural category, in the page's language."""
    found: dict[str, str] = {"characters-at-limit": str(_l("You have used every character"))}
    for category, number in _plural_samples(str(get_locale() or "en_GB")):
        under, over = f"characters-under-limit.{category}", f"characters-over-limit.{category}"
        found[under] = ngettext("You can write %(count)s more character", "You can write %(count)s more characters",
                                number, count="%{count}")
        found[over] = ngettext("You have written %(count)s character too many",
                               "You have written %(count)s characters too many", number, count="%{count}")
    return found


@cache
def _plural_samples(locale: str) -> tuple[tuple[str, int], ...]:
    """Return each plural category that a language has for whole numbers, with one number of it."""
    rule = Locale.parse(locale).plural_form
    found: dict[str, int] = {}
    for number in [*range(201), 1_000_000]:
        found.setdefault(rule(number), number)
    # What the browser falls back to, also where no whole number is of it.
    found.setdefault("other", 1_000_000)
    return tuple(found.items())
