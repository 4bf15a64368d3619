"""The code frame: themes made, renamed, merged, split, retired and brought back, each step a version of the frame."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from consult.domain import codebooks as rules
from consult.domain.access import Permission
from consult.domain.code_frames import can_move, example_lines
from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading, Theme, ThemeChange
from consult.models.machines import AcceptedBatch
from consult.models.responses import Answer
from consult.models.runs import Suggestion
from consult.models.theme_links import ThemeLink
from consult.queries import code_frames
from consult.queries.shared_texts import is_copy
from consult.services import campaign_copies, rights
from consult.services.theme_log import keep, locked, state_of
from consult.services.transaction import writing

# Ids are looked up this many at a time.
SLICE = 500


def add_theme(
    *, consultation_id: int, name: str, definition: str = "", include_note: str = "", exclude_note: str = "",
    examples: str = "", parent: str | None = None, by_id: int | None = None,
) -> Theme:
    """Add a theme to the code frame, last among those beside it; `parent` is a public id, `examples` one in each line.

    Raises Refused("name", …) for a missing or long name, Refused("name", "theme-name-taken"), Refused("parent", …) as
    `can_move`, Refused("examples", …).
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = new_theme(session, consultation_id, name, parent=_top_theme(session, consultation_id, parent),
                          by_id=by_id)
        theme.definition, theme.include_note, theme.exclude_note = map(_note, (definition, include_note, exclude_note))
        theme.examples = "\n".join(example_lines(examples))
        keep(session, theme, "made", by_id)
        return theme


def change_theme(*, consultation_id: int, public_id: str, name: str, definition: str, include_note: str,
                 exclude_note: str, by_id: int, examples: str | None = None) -> Theme:
    """Rename a theme or rewrite its notes. Raises NotFound, Refused as `add_theme`, Refused for one not in use.

    Examples stay as they are for None.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        before = state_of(session, theme)
        name = rules.theme_name(clean(name))
        _refuse_taken(session, consultation_id, name, but=theme.id)
        theme.name, theme.name_key = name, rules.name_key(name)
        theme.definition, theme.include_note, theme.exclude_note = map(_note, (definition, include_note, exclude_note))
        if examples is not None:
            theme.examples = "\n".join(example_lines(examples))
        keep(session, theme, "changed", by_id, before=before)
        return theme


def merge(*, consultation_id: int, public_id: str, into_public_id: str, by_id: int) -> Theme:
    """Make one theme part of another: its standing codings move, those that would stand twice are withdrawn.

    Links of the merged theme to the plan are removed, to be made anew for what it became; themes under it come under
    what it became, or beside it. Its answers come up to be looked at again. Raises NotFound, Refused.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme, into = _theme(session, consultation_id, public_id), _theme(session, consultation_id, into_public_id)
        rules.can_merge(theme.id, into.id, (theme.state, into.state))
        before, standing = state_of(session, theme), _standing(session, theme.id)
        look_again(session, [coding.passage_id for coding in standing], "merged")
        moved = _move_codings(session, standing, into, by_id)
        links = session.execute(update(ThemeLink).where(ThemeLink.theme_id == theme.id, ThemeLink.removed_at.is_(None))
                                .values(removed_at=utc_now(), removed_by_id=by_id)).rowcount
        home = into.id if into.parent_id is None else into.parent_id
        others = _rehome_children(session, theme, None if home == theme.id else home)
        theme.state, theme.merged_into_id = "merged", into.id
        _forget_suggestions(session, theme.id)
        keep(session, theme, "merged", by_id, before=before, into=into.public_id, moved=moved,
             withdrawn=len(standing) - moved, links=links, others=others)
        return into


def split(*, consultation_id: int, public_id: str, coding_ids: Sequence[str], by_id: int, name: str = "",
          into: str | None = None, is_under: bool = False) -> Theme:
    """Move some of a theme's codings (public ids) to a new theme beside or under it, or to another in use (`into`).

    Their answers come up to be looked at again. Raises NotFound, Refused("codings", "split-nothing") where none is
    chosen, or none would be left beside a new theme, Refused for a name, a parent or a theme that cannot be.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        standing = _standing(session, theme.id)
        chosen = [coding for coding in standing if coding.public_id in set(coding_ids)]
        if not chosen or (into is None and len(chosen) == len(standing)):
            raise Refused("codings", "split-nothing")
        target = _split_target(session, theme, into, (name, is_under), by_id)
        look_again(session, [coding.passage_id for coding in chosen], "split")
        moved = _move_codings(session, chosen, target, by_id)
        campaign_copies.follow(session, consultation_id, (theme.id, target.id))
        keep(session, target, "split" if into is None else "took", by_id, out_of=theme.public_id, moved=moved)
        return target


def _split_target(session: Session, theme: Theme, into: str | None, new: tuple[str, bool], by_id: int) -> Theme:
    if into is not None:
        target = active_theme(session, theme.consultation_id, into)
        rules.can_merge(theme.id, target.id, ())
        return target
    name, is_under = new
    if is_under and theme.parent_id is not None:
        raise Refused("place", "parent-is-child")
    return new_theme(session, theme.consultation_id, name, parent=theme.id if is_under else theme.parent_id,
                     by_id=by_id)


def retire(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Take a theme out of use; its codings are withdrawn, their answers come up again, themes under it go to the top.

    `bring_back` undoes it.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        before, standing = state_of(session, theme), _standing(session, theme.id)
        for coding in standing:
            # A copy of a campaign's text goes with its original, by nobody: so it can be made again.
            coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id if coding.campaign_id is None else None
        look_again(session, [coding.passage_id for coding in standing], "retired")
        others = _rehome_children(session, theme, None)
        theme.state = "retired"
        _forget_suggestions(session, theme.id)
        keep(session, theme, "retired", by_id, before=before, withdrawn=len(standing), others=others,
             codings=[coding.id for coding in standing])


def bring_back(*, consultation_id: int, public_id: str, by_id: int) -> Theme:
    """Put a retired theme in use again, with the codings that its retirement took back.

    Raises NotFound, Refused("theme", "theme-not-retired"), Refused("name", "theme-name-taken") where another theme has
    its name now.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = _theme(session, consultation_id, public_id)
        if theme.state != "retired":
            raise Refused("theme", "theme-not-retired")
        _refuse_taken(session, consultation_id, theme.name)
        before = state_of(session, theme)
        theme.state = "active"
        above = session.get(Theme, theme.parent_id) if theme.parent_id is not None else None
        if above is None or above.state != "active" or above.parent_id is not None:
            theme.parent_id = None
        taken = session.scalar(select(ThemeChange.facts).where(
            ThemeChange.theme_id == theme.id, ThemeChange.action == "retired").order_by(ThemeChange.id.desc()).limit(1))
        undone = select(AcceptedBatch.id).where(AcceptedBatch.undone_at.is_not(None))
        for some in _slices(list((taken or {}).get("codings", ()))):
            session.execute(update(Coding).where(
                Coding.id.in_(some), Coding.theme_id == theme.id, Coding.campaign_id.is_(None),
                or_(Coding.batch_id.is_(None), Coding.checked_at.is_not(None), Coding.batch_id.not_in(undone)))
                .values(withdrawn_at=None, withdrawn_by_id=None))
        # Who sends a campaign's text may be others by now.
        campaign_copies.follow(session, consultation_id, (theme.id,))
        keep(session, theme, "brought-back", by_id, before=before, codings=len(_standing(session, theme.id)))
        return theme


def requeue(session: Session, passage_ids: Sequence[int]) -> None:
    """Forget that the answers of these passages were read to the end, so that they are put before a coder again.

    One whose words are read in a campaign's text never comes up by itself, and stays read with that.
    """
    answers = select(Passage.answer_id).where(Passage.id.in_(passage_ids))
    campaign_copies.unread(session, answers)
    copies = select(Answer.id).where(Answer.id.in_(answers), is_copy())
    for reading in session.scalars(
            select(Reading).where(Reading.answer_id.in_(answers), Reading.answer_id.not_in(copies))):
        session.delete(reading)


def look_again(session: Session, passage_ids: Sequence[int], reason: str) -> None:
    """Mark the readings of these passages' answers: they count as read, and come up to be looked at again.

    Copies of a campaign's text are not marked: its words are looked at once.
    """
    for some in _slices(list(dict.fromkeys(passage_ids))):
        answers = select(Passage.answer_id).where(Passage.id.in_(some))
        session.execute(update(Reading).where(Reading.answer_id.in_(answers), Reading.campaign_id.is_(None))
                        .values(recheck_reason=reason))


def active_theme(session: Session, consultation_id: int, public_id: str) -> Theme:
    """Return a theme of the consultation that is in use; raises NotFound, Refused("theme", "theme-not-active")."""
    theme = _theme(session, consultation_id, public_id)
    if theme.state != "active":
        raise Refused("theme", "theme-not-active")
    return theme


def new_theme(session: Session, consultation_id: int, name: str, *, parent: int | None, by_id: int | None,
              public_id: str | None = None) -> Theme:
    """Return a new theme, the last under its parent (row id); a step of the frame is kept by the caller."""
    name = rules.theme_name(clean(name))
    _refuse_taken(session, consultation_id, name)
    last = session.scalar(select(func.max(Theme.position)).where(
        Theme.consultation_id == consultation_id, Theme.state == "active", Theme.parent_id.is_(None)
        if parent is None else Theme.parent_id == parent))
    theme = Theme(consultation_id=consultation_id, name=name, name_key=rules.name_key(name), created_by_id=by_id,
                  parent_id=parent, position=0 if last is None else last + 1, **({"public_id": public_id} if public_id
                                                                                else {}))
    session.add(theme)
    session.flush()
    return theme


def _theme(session: Session, consultation_id: int, public_id: str) -> Theme:
    found = session.scalar(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def _top_theme(session: Session, consultation_id: int, public_id: str | None) -> int | None:
    if not public_id:
        return None
    can_move(code_frames.frame(session, consultation_id).themes, "", public_id)
    return _theme(session, consultation_id, public_id).id


def _refuse_taken(session: Session, consultation_id: int, name: str, but: int | None = None) -> None:
    taken = session.scalar(select(Theme.id).where(
        Theme.consultation_id == consultation_id, Theme.name_key == rules.name_key(name), Theme.state == "active"))
    if taken is not None and taken != but:
        raise Refused("name", "theme-name-taken")


def _note(words: str) -> str:
    return clean(words).strip()[:rules.NOTE_LENGTH]


def _standing(session: Session, theme_id: int) -> list[Coding]:
    return list(session.scalars(
        select(Coding).where(Coding.theme_id == theme_id, Coding.withdrawn_at.is_(None)).order_by(Coding.id)))


def _move_codings(session: Session, codings: Sequence[Coding], into: Theme, by_id: int) -> int:
    there = {coding.passage_id: coding for coding in _standing(session, into.id)}
    moved = 0
    for coding in codings:
        double = there.get(coding.passage_id)
        if double is not None and _is_unread(double) and not _is_unread(coding):
            # What a person gave does not give way to what nobody has read.
            double.withdrawn_at, double.withdrawn_by_id, double = utc_now(), by_id, None
            session.flush()
        if double is not None:
            coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id
        else:
            coding.theme_id = into.id
            moved += 1
    session.flush()
    return moved


def _is_unread(coding: Coding) -> bool:
    return coding.batch_id is not None and coding.checked_at is None


def _rehome_children(session: Session, theme: Theme, home: int | None) -> dict[str, dict[str, Any]]:
    """Put the themes under one that goes out of use elsewhere; return what changed of each, by public id."""
    above = session.get(Theme, home) if home is not None else None
    others: dict[str, dict[str, Any]] = {}
    for child in session.scalars(select(Theme).where(Theme.parent_id == theme.id, Theme.state == "active")):
        child.parent_id = home if home != child.id else None
        others[child.public_id] = {"parent": above.public_id if above is not None and child.parent_id else None}
    return others


def _forget_suggestions(session: Session, theme_id: int) -> None:
    session.execute(delete(Suggestion).where(Suggestion.theme_id == theme_id))


def _slices(items: list[int]) -> list[list[int]]:
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, SLICE)), []))
