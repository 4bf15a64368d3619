"""Tables: one file per noun, promises as constraints; no rule that needs a question asked of the database."""

from consult.models import (
    access_profiles,
    access_requests,
    agendas,
    answer_words,
    asks,
    audit,
    campaigns,
    care,
    charters,
    codebooks,
    coding_settings,
    consultations,
    double_coding,
    findings,
    forum_notes,
    forums,
    group_decisions,
    machines,
    meetings,
    members,
    people,
    plans,
    reports,
    responses,
    runs,
    second_factors,
    sessions,
    surveys,
    threads,
    variants,
)
from consult.models.base import Base

MODULES = (access_profiles, access_requests, agendas, answer_words, asks, audit, campaigns, care, charters, codebooks,
           coding_settings, consultations, double_coding, findings, forum_notes, forums, group_decisions, machines,
           meetings, members, people, plans, reports, responses, runs, second_factors, sessions, surveys, threads,
           variants)
every_table = Base.metadata.tables
