"""What every staff form stands on: no second token check, cleaned words, and refusals on their fields."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, ValidationError

from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean
from consult.web.fields import Plain, add_error
from consult.web.sentences import sentence, words_for

__all__ = ["Plain", "add_error", "at_most", "needed", "refuse", "tidy"]


def tidy(value: Any) -> Any:
    """Return words as they may be stored; anything else as it is."""
    return clean(value).strip() if isinstance(value, str) else value


def at_most(characters: int) -> Length:
    """Return the check that a field holds no more than so many characters."""
    return Length(max=characters, message=_l("Use %(max)s characters or fewer", max=characters))


def needed(code: str) -> Callable[[Any, Any], None]:
    """Return the check that something was entered; `code` names the sentence that says so."""
    def check(_form: Any, field: Any) -> None:
        if not field.data and not field.errors:
            raise ValidationError(words_for(code, {}))
    return check


def refuse(form: Plain, refused: Refused | Conflict, name: str) -> None:
    """Put a refusal on the field that it names, or on `name` where the form has no such field."""
    field = getattr(refused, "field", "")
    add_error(form, field if field in form else name, sentence(refused))
