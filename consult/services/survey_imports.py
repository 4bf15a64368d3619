"""Takes a survey in from a file of any format that intake knows, as a survey being written; in use where asked for."""

from dataclasses import dataclass

from consult.domain import survey_problems
from consult.domain.survey_problems import Problem
from consult.intake.survey_files import read_survey_file
from consult.intake.xlsform_report import Imported
from consult.services import survey_drafts, surveys
from consult.services.transaction import writing


@dataclass(frozen=True)
class Taken:
    """The survey being written by its handle; `version` is the number in use, None where `stops` kept it from that."""

    handle: str
    imported: Imported
    version: int | None
    stops: tuple[Problem, ...]


def take_in(*, data: bytes, consultation_id: int | None, is_used: bool = False, by_id: int | None = None) -> Taken:
    """Keep the survey of a file, with what became of its rows; `is_used` also makes it the newest version.

    What stops a survey keeps it from being used, not from being written on. Raises Refused("file", code) with the
    problems of the file, and what `surveys.store` raises; then nothing is kept.
    """
    imported = read_survey_file(data)
    stops = tuple(problem for problem in survey_problems.find(imported.survey) if problem.stops)
    with writing():
        draft = survey_drafts.add(survey=imported.survey, consultation_id=consultation_id, by_id=by_id,
                                  report=[row.value() for row in imported.report])
        if is_used and not stops and consultation_id is not None:
            version = surveys.store(consultation_id=consultation_id, survey=imported.survey, by_id=by_id)
            draft.used_as = version.number
        return Taken(draft.handle, imported, draft.used_as, stops)
