"""Requests as our handlers see them: what was sent, without the one character that a database refuses."""

from functools import cached_property

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict


class CleanRequest(Request):
    """Drops NUL from every field of an address and of a form.

    SQLite stores it and PostgreSQL refuses it, so a field that forgets to clean its words would be a fault on one
    of them only (security case R25). All other cleaning is domain/texts.py's.
    """

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:  # type: ignore[override]
        """The fields of the address."""
        return _without_nul(super().args)

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = _without_nul(self.__dict__["form"])


def _without_nul(fields: ImmutableMultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (name.replace("\x00", ""), value.replace("\x00", "")) for name, value in fields.items(multi=True))
