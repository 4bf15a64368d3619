"""What the command line says when it refuses: a few sentences of its own, and those that the pages use."""

from typing import Any

from consult.domain.errors import Conflict, Refused
from consult.domain.survey_problems import Problem
from consult.web import file_problems, sentences

DATABASE_URL = ("CONSULT_DATABASE_URL is not the address of a database that Consult can use. Set it to "
                "postgresql://user:password@host/name, or leave it out to use SQLite.")
DATABASE_AWAY = "The database does not answer. Check that it runs and that CONSULT_DATABASE_URL leads to it."
OF_MIGRATIONS = {
    "behind": "The database is older than this version of Consult. Run: consult database migrate",
    "ahead": "The database was changed by a newer version of Consult. Start that version instead.",
}
NOT_FOUND = "There is no such thing here."
NO_CONSULTATION = "There is no consultation called “{slug}”. Use the name that stands in its address."
NO_SURVEY = "There is no survey being written and no consultation with a survey called “{name}”."
NO_VERSION = "The consultation “{name}” has no survey version {number}."
NEEDS_CONSULTATION = "Missing option '--consultation': {why}"
YAML_NEEDS_IT = "a YAML file becomes the newest version of a consultation's survey."
DRY_RUN = "The file can be read: “{name}”. Nothing was stored."
TAKEN_IN = "Loaded “{name}” as a survey being written."
IN_USE = "People now answer it as version {number}."
NOT_IN_USE = "It is not in use yet. This stops it:"
USE_NEEDS_IT = "--use puts the survey into use for a consultation."
PORT_TAKEN = "Another program uses {host}:{port}. Set CONSULT_PORT to a free port, such as {other}."
CANNOT_LISTEN = "Consult cannot listen on {host}:{port}. Set CONSULT_HOST and CONSULT_PORT to what this machine has."
EXAMPLE_STANDS = "There is a consultation here already. The example is only loaded into an empty database."
FILE_REFUSED = "The file was not loaded:"


def reason(error: Refused | Conflict) -> str:
    """Return why something was refused, for a reader; a file's problems follow line by line. Inside an app context."""
    lines = problems(error).get("problems", [])
    if not lines:
        return sentences.sentence(error)
    return "\n".join([FILE_REFUSED, *(f"  {_place(problem)}{problem['reason']}" for problem in lines)])


def problems(error: Refused | Conflict) -> dict[str, Any]:
    """Return what is wrong in a file as {"problems": [{"line", "code", "reason"}]}; empty where it is no file."""
    found: Any = error.facts.get("problems")
    if not found:
        return {}
    return {"problems": [
        {"line": problem["line"], "code": problem["code"], "reason": file_problems.sentence(problem),
         **{name: problem[name] for name in ("sheet", "row", "cell") if name in problem}}
        for problem in found if not isinstance(problem, Problem)
    ]}


def _place(problem: dict[str, Any]) -> str:
    """Return the line of a problem in a text file; a workbook's sentences begin with their sheet and cell."""
    return "" if "sheet" in problem else f"line {problem['line']}: "


def of_row(reasons: list[dict[str, Any]]) -> str:
    """Return what became of one row of a survey file, in words. Inside an app context."""
    return file_problems.row_words(reasons)
