"""Everything about a member in one forum, collected for them alone; how it becomes a file is the exports' work."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from consult.domain.access_profiles import Need
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.extensions import db
from consult.models.members import Member, MemberContact
from consult.queries import leaving, members
from consult.services import access_profiles, forum_files, sealing
from consult.services.member_settings import contact_place
from consult.services.members import own


@dataclass(frozen=True)
class Copy:
    """What there is; plain values, newest last."""

    member: Member
    address: str
    contact: MemberContact | None
    needs: tuple[Need, ...]
    posts: list[tuple[str, str]]
    items: list[tuple[str, str]]
    lines: list[str]
    positions: list[tuple[str, str, str]]
    reports: list[tuple[str, str]]
    files: dict[str, bytes] = field(default_factory=dict)


def collect(*, by: Acting) -> Copy:
    """Return everything about who acts, whatever the state of the forum; raises NotFound once they left."""
    by.require(Right.BE_THERE)
    session = db.session()
    contact = members.contact(session, by.member_id)
    place = contact_place(by.member_id)
    return Copy(
        member=own(session, by), contact=contact,
        address=sealing.opened(place, contact.address_sealed) if contact is not None else "",
        needs=access_profiles.of_member(session, by.member_id),
        posts=[(title, words) for title, words, _at in leaving.posts(session, by.member_id)],
        items=[(title, words) for title, words, _at in leaving.items(session, by.member_id)],
        lines=[words for words, _at in leaving.lines(session, by.member_id)],
        positions=[(question, stance, words) for question, stance, words in leaving.positions(session, by.member_id)],
        reports=[(words, answer) for words, answer in leaving.reports(session, by.member_id)], files=_files(by))


def _files(by: Acting) -> dict[str, bytes]:
    """Return the member's own files by a name that cannot leave the folder, each name once."""
    found: dict[str, bytes] = {}
    for number, row in enumerate(leaving.files(db.session(), by.member_id), start=1):
        try:
            _row, stream = forum_files.opened(by=by, public_id=row.public_id)
        except (Conflict, NotFound):
            # Not looked into yet, or thrown out by the scanner: it must not keep the rest from who leaves.
            continue
        with stream:
            found[f"{number}{PurePosixPath(row.name).suffix[:10]}"] = stream.read()
    return found
