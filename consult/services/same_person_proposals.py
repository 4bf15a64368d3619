"""Proposes that two responses are one person's; a person alone links them, and no answer is changed by it."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.same_people import CODE, SENDER, WORDS, Pair, not_yet_known, pairs_by_mark
from consult.models.submissions import SamePerson
from consult.queries import same_person_signs as signs
from consult.services import rights, runs
from consult.services.transaction import writing


def propose(run_id: int, token: int, by_words: Iterable[Pair]) -> int:
    """Store what a run found, beside what addresses and codes of forms say; return how many proposals are new.

    What words alone said before, what nobody decided and what is not found again, is forgotten. Raises Superseded.
    """
    with writing() as session:
        run = runs.mine(session, run_id, token)
        found = list(by_words)
        asked = {(pair.first_id, pair.second_id) for pair in found}
        _forget(session, run.consultation_id, asked)
        return _store(session, run.consultation_id, [*found, *_by_marks(session, run.consultation_id)])


def look(*, consultation_id: int, by_id: int) -> int:
    """Propose what addresses and codes of forms say of all responses; return how many proposals are new.

    Raises NotAllowed. The same words by two ways in are found by the run for campaigns, which takes its time.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.LINK_PEOPLE, consultation_id)
        return _store(session, consultation_id, _by_marks(session, consultation_id))


def look_for(session: Session, consultation_id: int, response_id: int) -> int:
    """Propose what the address or the form's code of a response (row id) that has just come says; return how many.

    Part of the caller's transaction.
    """
    session.flush()
    return _store(session, consultation_id, _by_marks(session, consultation_id, response_id))


def _by_marks(session: Session, consultation_id: int, response_id: int | None = None) -> list[Pair]:
    return [*pairs_by_mark(signs.by_address(session, consultation_id, response_id), SENDER),
            *pairs_by_mark(signs.by_form(session, consultation_id, response_id), CODE)]


def _store(session: Session, consultation_id: int, pairs: Iterable[Pair]) -> int:
    new = not_yet_known(pairs, signs.pairs(session, consultation_id).keys())
    session.add_all(SamePerson(consultation_id=consultation_id, first_id=pair.first_id, second_id=pair.second_id,
                               basis=pair.basis) for pair in new)
    session.flush()
    return len(new)


def _forget(session: Session, consultation_id: int, asked: set[tuple[int, int]]) -> None:
    stale = [ids for ids, state in signs.pairs(session, consultation_id).items()
             if state == "proposed" and ids not in asked]
    for first_id, second_id in stale:
        session.execute(delete(SamePerson).where(
            SamePerson.first_id == first_id, SamePerson.second_id == second_id, SamePerson.basis == WORDS,
            SamePerson.state == "proposed"))
