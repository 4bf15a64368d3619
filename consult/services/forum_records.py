"""Takes a group's whole record out for one of its members, also when the forum rests or has closed (CP-26)."""

from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.forum_records import Record
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.queries import forum_records as stored
from consult.queries import forums
from consult.services import forum_files


def take_out(*, by: Acting, whose: str, usual_licence: str) -> Record:
    """Return the record of the group that somebody is in.

    `whose` says that the members hold the copyright together; `usual_licence` is what others may do with it where the
    group has not said. Raises NotFound for who may not read notes and talk.
    """
    for right in (Right.TAKE_OUT, Right.READ_NOTES, Right.READ_TALK):
        by.require(right)
    session = db.session()
    forum, today = forums.of_member(session, by), london_day(utc_now())
    files = {}
    for row in stored.files(session, by.forum_id):
        try:
            opened, stream = forum_files.opened(by=by, public_id=row.public_id)
        except (Conflict, NotFound):
            continue
        with stream:
            files[f"{opened.public_id}.{opened.media_type.rpartition('/')[2][:10]}"] = stream.read()
    return Record(forum.name, today.isoformat(), whose, forum.licence or usual_licence,
                  stored.sections(session, by.forum_id, today), files)
