"""The data package of an edition as it may be handed out today: only once the edition's data were released."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy.orm import Session

from consult.domain.open_data import Release
from consult.domain.report_json import from_json, to_json
from consult.domain.working_days import london_day
from consult.exports import open_data
from consult.models.consultations import Consultation
from consult.queries import data_releases, reports
from consult.queries.data_releases import ReleaseLine

PUBLISHER = "Mayor's Office for Policing and Crime"
PACKAGE = "package.zip"


@dataclass(frozen=True)
class Addresses:
    """Where the public finds the data page and the report, whole addresses without a slash at the end."""

    data: str
    report: str


def files_of(session: Session, consultation: Consultation, number: int, addresses: Addresses) -> Mapping[str, bytes]:
    """Return the files of the edition's package by name, `package.zip` with all of them last.

    Empty where its data are not out, or the edition is not there to be read (never was, or was recalled).
    """
    line = data_releases.of_edition(session, consultation.id, number)
    report = reports.report(session, consultation.id, number)
    if line is None or report is None:
        return {}
    return _made(to_json(report), _release(line, addresses))


@lru_cache(maxsize=4)
def _made(snapshot: str, release: Release) -> Mapping[str, bytes]:
    made = open_data.files(from_json(snapshot), release)
    return MappingProxyType({**made, PACKAGE: open_data.package(made)})


def _release(line: ReleaseLine, addresses: Addresses) -> Release:
    day = london_day(line.released_at).isoformat() if line.released_at is not None else line.planned_on.isoformat()
    return Release(page=addresses.data, report_page=addresses.report, publisher=PUBLISHER, released_on=day,
                   corrects=line.corrects, note=line.note if line.corrects else "")
