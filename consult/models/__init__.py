"""Tables: one file per noun, promises as constraints; no rule that needs a question asked of the database."""

from consult.models import (
    access_requests,
    answer_words,
    audit,
    campaigns,
    care,
    codebooks,
    coding_settings,
    consultations,
    double_coding,
    findings,
    machines,
    people,
    plans,
    reports,
    responses,
    runs,
    sessions,
    surveys,
    variants,
)
from consult.models.base import Base

MODULES = (access_requests, answer_words, audit, campaigns, care, codebooks, coding_settings, consultations,
           double_coding, findings, machines, people, plans, reports, responses, runs, sessions, surveys, variants)
every_table = Base.metadata.tables
