"""What a member chooses for themselves in one forum: how it looks to them, and where they may be told of news."""

from collections.abc import Collection

from sqlalchemy import delete

from consult.clients.mail import is_address
from consult.domain.errors import Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.member_names import without_invisible
from consult.domain.member_words import read_label
from consult.models.forums import Forum
from consult.models.members import MemberContact, Notice
from consult.queries import members
from consult.services import member_sessions, sealing
from consult.services.joining import new_code
from consult.services.measures import graphemes
from consult.services.members import hash_of_code, own
from consult.services.transaction import writing

HOURS = 24


def choose(*, label: str, language: str, languages: Collection[str], is_easy_read: bool, is_not_out: bool,
           by: Acting) -> None:
    """Keep the member's choices. `languages` are those of the site.

    Raises Refused("language", "option-unknown"), Refused("label", …) as member_words.read_label does.
    """
    by.require(Right.BE_THERE)
    if language not in languages:
        raise Refused("language", "option-unknown")
    with writing() as session:
        found = own(session, by)
        forum = session.get_one(Forum, by.forum_id)
        found.own_label = read_label(label, graphemes, (forum.name, forum.host))
        found.language, found.is_easy_read, found.is_not_out = language, is_easy_read, is_not_out


def renew_words(*, by: Acting, token: str) -> str:
    """Return new seven words; the old ones are worth nothing, and every other browser of the member is let out."""
    by.require(Right.BE_THERE)
    code = new_code()
    with writing() as session:
        own(session, by).code_hash = hash_of_code(code)
        member_sessions.end_all(session, by.member_id, but=token)
    return code


def keep_contact(*, address: str, quiet_from: int, quiet_until: int, subject: str, by: Acting) -> None:
    """Keep, sealed, where the member wants to hear that there is something new, and when not to (hours in London).

    Raises Refused("address", "email-shape"), Refused("quiet_from", "hour-unknown"), Refused("subject", …).
    """
    by.require(Right.BE_THERE)
    address = address.strip()
    if not is_address(address):
        raise Refused("address", "email-shape")
    if not (0 <= quiet_from < HOURS and 0 <= quiet_until < HOURS):
        raise Refused("quiet_from", "hour-unknown")
    with writing() as session:
        own(session, by)
        forum = session.get_one(Forum, by.forum_id)
        try:
            subject = read_label(without_invisible(subject), graphemes, (forum.name, forum.host))
        except Refused as refused:
            raise Refused("subject", refused.code, refused.facts) from None
        row = members.contact(session, by.member_id)
        if row is None:
            row = MemberContact(member_id=by.member_id)
            session.add(row)
        row.channel, row.address_sealed = "email", sealing.seal(contact_place(by.member_id), address)
        row.quiet_from, row.quiet_until, row.subject = quiet_from, quiet_until, subject


def forget_contact(*, by: Acting) -> None:
    """Forget where to reach the member; whatever was about to be sent is not."""
    with writing() as session:
        session.execute(delete(Notice).where(Notice.member_id == by.member_id))
        session.execute(delete(MemberContact).where(MemberContact.member_id == by.member_id))


def contact_place(member_id: int) -> str:
    """Return the place for which a contact's address is sealed."""
    return f"member_contacts/{member_id}/address"
