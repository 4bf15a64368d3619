"""Taking in a file that staff upload, and what is wrong with it line by line; reading the file is intake's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField

from consult.domain.errors import Conflict, Refused
from consult.intake.yaml_lines import MAX_BYTES
from consult.web.file_problems import sentence
from consult.web.staff.plain_forms import Plain, add_error, refuse

# A file at its limit, and what a browser puts around it.
BODY_LIMIT = 6 * 1024 * 1024


class UploadForm(Plain):
    """One file."""

    file = FileField(_l("File"), description=_l("A YAML file of up to 5 MB"))


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the file, on a line counted from 1."""

    line: int
    words: str


def take(form: UploadForm, store: Callable[[bytes], Any]) -> tuple[Any, list[Problem]]:
    """Hand the uploaded bytes to `store` and return its result; else None, and what is wrong with the file."""
    try:
        return store(_uploaded()), []
    except Conflict as conflict:
        refuse(form, conflict, "file")
    except Refused as refused:
        if "problems" not in refused.facts:
            refuse(form, refused, "file")
            return None, []
        problems = problems_of(refused)
        add_error(form, "file", ngettext("The file was not loaded: %(num)s thing in it needs a change",
                                         "The file was not loaded: %(num)s things in it need a change", len(problems)))
        return None, problems
    return None, []


def _uploaded() -> bytes:
    """Return the file's bytes, one more than allowed at most; raises Refused where there is none."""
    found = request.files.get("file")
    if found is None or not found.filename:
        raise Refused("file", "file-missing")
    return found.stream.read(MAX_BYTES + 1)


def problems_of(refused: Refused) -> list[Problem]:
    """Return what an intake reader found wrong, the highest line first."""
    found: Any = refused.facts["problems"]
    return [Problem(problem["line"], sentence(problem)) for problem in found]
