"""What a run for campaigns does: read all answers, let the analysis find families, have them stored as proposals.

A family of two that came by two ways may be one person, who is asked about first: it is no campaign meanwhile.
"""

from collections.abc import Callable, Collection

from flask import Flask

from consult.analysis.campaigns import Family as Likeness
from consult.analysis.campaigns import families
from consult.analysis.differences import Comparison, compare
from consult.domain.campaigns import LEAST_SENDERS, Known, sort_family
from consult.domain.runs import LEAST_TEXTS
from consult.domain.same_people import Pair
from consult.extensions import db
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.jobs.same_people import one_person, same_additions
from consult.queries import campaigns as stored
from consult.queries import same_person_signs
from consult.queries.campaigns import Text
from consult.queries.runs import Work
from consult.services import campaigns, same_person_proposals
from consult.services.campaigns import Family, Found


def find(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Look for letters that many people sent, and for newcomers to campaigns that people confirmed."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = stored.texts(db.session(), work.consultation_id)
        known = stored.known(db.session(), work.consultation_id)
        letters = stored.letters(db.session(), work.consultation_id)
        own = stored.own_words(db.session(), work.consultation_id)
        asked = same_person_signs.pairs(db.session(), work.consultation_id)
        db.session.rollback()
        if len(texts) < LEAST_TEXTS:
            raise CannotGoOn("not-enough-answers")
        beat(0, 1)
        proposals: list[Family] = []
        pairs: list[Pair] = []
        alike = families([text.text for text in texts])
        for at, family in enumerate(alike):
            beat(at, len(alike))
            pair = one_person(texts, family, asked)
            pairs += [pair] if pair is not None else []
            proposals += _proposals(texts, family, known, letters) if pair is None else []
        added = {found.answer_id: found.additions for family in proposals for found in family.members}
        pairs += same_additions(texts, own | added)
    same_person_proposals.propose(work.id, token, pairs)
    campaigns.propose(work.id, token, proposals)


def _proposals(texts: list[Text], family: Likeness, known: Collection[Known], letters: dict[int, int]) -> list[Family]:
    """Return what to propose of a family; nothing where one person wrote all of it."""
    members = {texts[place].id: texts[place] for place in family.members}
    if len({text.person_id for text in members.values()}) < LEAST_SENDERS:
        return []
    becomes = sort_family(members, list(known))
    if becomes is None:
        return []
    typical = texts[family.typical].id
    if becomes.known_id in letters:
        by_id = {text.id: text for text in texts}
        letter = by_id.get(letters[becomes.known_id])
        typical = letter.id if letter is not None else typical
        words = letter.text if letter is not None else texts[family.typical].text
    else:
        words = texts[family.typical].text
    seen: dict[str, Comparison] = {}
    found = []
    for answer_id in becomes.answers:
        text = members[answer_id].text
        if text not in seen:
            seen[text] = compare(words, text) or Comparison(0, len(text), (), 0.0, False)
        one = seen[text]
        found.append(Found(answer_id, one.likeness, one.start, one.end, one.additions, one.is_identical))
    return [Family(becomes.known_id, typical, tuple(found))]
