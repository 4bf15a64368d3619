"""Keeps figures that others published: read from plan files, entered and corrected; an old value is never lost."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import figures as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.figures import Figure
from consult.intake.figures import read_figures
from consult.models.base import new_public_id, utc_now
from consult.models.representation import OutsideFigure
from consult.services import audit, rights
from consult.services.transaction import writing

LONGEST_REASON = 2000
# What a figure has in the store besides its key.
NAMES = ("plan_key", "text", "measure", "group", "period", "period_type", "period_ends_on", "value", "value_words",
         "unit", "base", "claimed_by", "source_document", "source_heading")
# Why a figure of a file took the place of an older one.
FROM_FILE = "A newer file has it so."


def import_file(*, data: bytes, by_id: int | None = None, consultation_id: int | None = None) -> int:
    """Read the figures of a plan file or a Committee response; return how many are new or other than they were.

    Raises Refused("file", …) with line and reason where the file is not right; then nothing is stored.
    """
    found = read_figures(data)
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.KEEP_FIGURES, consultation_id)
        standing = {row.key: row for row in session.scalars(
            select(OutsideFigure).where(OutsideFigure.replaced_at.is_(None)))}
        changed = [one for one in found if one.key not in standing or _facts(standing[one.key]) != _facts(one)]
        for figure in changed:
            _put(session, figure, standing.get(figure.key), FROM_FILE, by_id)
        audit.record(session, Act.FIGURES_IMPORTED, person_id=by_id, kind="figures", changed=len(changed))
        return len(changed)


def add(*, consultation_id: int, figure: Figure, by_id: int) -> str:
    """Keep a new figure and return its public id; its key is made here. Raises Refused (domain.figures.check).

    One that stands already in every word is kept once: a form that is sent twice adds one.
    """
    rules.check(figure)
    with writing() as session:
        rights.require(session, by_id, Permission.KEEP_FIGURES, consultation_id)
        for there in session.scalars(select(OutsideFigure).where(
                OutsideFigure.replaced_at.is_(None), OutsideFigure.text == figure.text)):
            if _facts(there) == _facts(figure):
                return there.public_id
        row = _put(session, replace(figure, key=f"added-{new_public_id()}"), None, "", by_id)
        audit.record(session, Act.FIGURE_ADDED, person_id=by_id, kind="figure", object_id=row.key,
                     consultation_id=consultation_id)
        return row.public_id


def correct(*, consultation_id: int, public_id: str, figure: Figure, because: str, by_id: int) -> str:
    """Put a figure in the place of one that stands, which stays to be read with the reason; return its public id.

    Raises Refused where the figure or the reason is not right, NotFound, and Conflict("figure-replaced") where
    somebody corrected it meanwhile.
    """
    rules.check(figure)
    reason = " ".join(because.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("because", "figure-words-long" if reason else "figure-reason-missing", {"limit": LONGEST_REASON})
    with writing() as session:
        rights.require(session, by_id, Permission.KEEP_FIGURES, consultation_id)
        # Figures belong to every consultation: somebody of another one may be correcting it now.
        before = session.scalar(select(OutsideFigure).where(OutsideFigure.public_id == public_id).with_for_update()
                                .execution_options(populate_existing=True))
        if before is None:
            raise NotFound()
        if before.replaced_at is not None:
            raise Conflict("figure-replaced")
        row = _put(session, replace(figure, key=before.key, plan_key=before.plan_key), before, reason, by_id)
        audit.record(session, Act.FIGURE_CORRECTED, person_id=by_id, kind="figure", object_id=row.key,
                     consultation_id=consultation_id)
        return row.public_id


def _put(session: Session, figure: Figure, before: OutsideFigure | None, because: str, by_id: int | None
         ) -> OutsideFigure:
    """Store a figure; the one before it keeps its words, the reason and the time of its end."""
    if before is not None:
        before.replaced_at, before.replaced_because = utc_now(), because
        session.flush()
    row = OutsideFigure(key=figure.key, added_by_id=by_id, **_facts(figure))
    session.add(row)
    session.flush()
    return row


def _facts(figure: Figure | OutsideFigure) -> dict[str, object]:
    return {name: getattr(figure, name) for name in NAMES}
