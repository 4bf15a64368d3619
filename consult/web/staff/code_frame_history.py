"""What there is to look at in a code frame, the log of its changes, and the frame as it stood at an earlier version."""

from typing import Any

from flask import g, render_template, request

from consult.domain.access import Permission
from consult.domain.code_frames import CodeFrame, outline
from consult.domain.errors import NotFound
from consult.domain.frame_health import FrameProblem, health
from consult.extensions import db
from consult.queries import code_frames, survey_questions
from consult.queries import codebooks as stored
from consult.web.access import staff
from consult.web.pages import words
from consult.web.staff.code_frame_pages import titles_to_look_at
from consult.web.staff.code_frame_words import CHECKS, check_words, title_words

# Of one kind of problem, so many are told; a frame with more has to be worked through from the top.
MOST_TOLD = 50
UNSAID = ("frame-no-definition", "frame-no-example")


@staff(Permission.READ_FINDINGS)
def checks(slug: str) -> str:
    """Show what there is to look at in the code frame, with the numbers behind it."""
    session, consultation_id = db.session(), g.consultation.id
    frame = code_frames.frame(session, consultation_id)
    read = code_frames.count_read(session, consultation_id)
    found = health(frame, code_frames.uses(session, consultation_id), read=read)
    return render_template(
        "staff/codebooks/checks.html", consultation=g.consultation, groups=_groups(frame, found), read=read,
        names={theme.key: theme.name for theme in frame.themes}, most=MOST_TOLD)


def _groups(frame: CodeFrame, found: tuple[FrameProblem, ...]) -> list[dict[str, Any]]:
    """Return the problems by kind: heading, how many, and (keys of themes, sentence) of each."""
    questions = _questions() if any(problem.code == "frame-question-many" for problem in found) else {}
    told: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for problem in found:
        keys = problem.themes
        if problem.code in UNSAID:
            # One problem for all of them: the heading says it.
            told[problem.code] = [((key,), "") for key in keys]
        else:
            told.setdefault(problem.code, []).append((keys, check_words(problem, questions)))
    for key, problems in titles_to_look_at(frame).items():
        told.setdefault("title", []).append(((key,), f"{title_words(problems)}."))
    return [{"code": code, "heading": CHECKS[code][0], "count": len(told[code]), "rows": told[code][:MOST_TOLD]}
            for code in CHECKS if code in told]


def _questions() -> dict[str, str]:
    """Return the words of every question that was asked, by key."""
    found = survey_questions.asked(db.session(), g.consultation.id)
    return {one.key: str(words(one.question.text)) for one in found}


@staff(Permission.READ_FINDINGS)
def history(slug: str) -> str:
    """Show the log of all changes, the newest first."""
    before = _number(request.args.get("before", ""))
    return render_template(
        "staff/codebooks/history.html", consultation=g.consultation, has_later=before is not None,
        changes=stored.changes(db.session(), g.consultation.id, before=before))


@staff(Permission.READ_FINDINGS)
def version(slug: str, number: int) -> str:
    """Show the code frame as it stood at an earlier version."""
    frame = code_frames.frame_of_version(db.session(), g.consultation.id, min(number, 2**31 - 1))
    if frame is None:
        raise NotFound()
    return render_template(
        "staff/codebooks/version.html", consultation=g.consultation, frame=frame, lines=outline(frame.in_use),
        is_today=frame.version == g.consultation.frame_version)


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
