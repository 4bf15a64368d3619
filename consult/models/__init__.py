"""Tables: one file per noun, promises as constraints; no rule that needs a question asked of the database."""

from consult.models import (
    audit,
    codebooks,
    consultations,
    findings,
    people,
    plans,
    reports,
    responses,
    runs,
    sessions,
    surveys,
)
from consult.models.base import Base

MODULES = (audit, codebooks, consultations, findings, people, plans, reports, responses, runs, sessions, surveys)
every_table = Base.metadata.tables
