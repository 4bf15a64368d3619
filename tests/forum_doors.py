"""Ways through the door of a forum for tests: words for a member, a code by time for a chair, a code typed in."""

import re
from datetime import UTC, datetime

import pyotp
from werkzeug.test import TestResponse

from consult.domain import member_words
from consult.models.members import Member
from consult.services import joining, member_factors
from consult.services.members import hash_of_code
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient

CODE = re.compile(r'<bdi dir="ltr">([\d-]{34})</bdi>')


def words_of(forum: ForumWorld, member: Member | None = None) -> str:
    """Give a member words (the first one by default), and return them as they would type them."""
    code = joining.new_code()
    with writing() as session:
        session.get_one(Member, (member or forum.members[0]).id).code_hash = hash_of_code(code)
    return " ".join(member_words.words_of(code))


def factor_of(forum: ForumWorld, chair: Member | None = None) -> str:
    """Give the chair codes by time, confirmed with the one of half a minute ago, and return the key of them."""
    by = forum.acting(chair or forum.chair)
    secret = member_factors.begin(by=by)
    made = pyotp.TOTP(secret)
    member_factors.confirm(typed=made.generate_otp(made.timecode(datetime.now(UTC)) - 1), by=by)
    return secret


def code_of(secret: str) -> str:
    """Return the code that an app with that key shows now."""
    made = pyotp.TOTP(secret)
    return made.generate_otp(made.timecode(datetime.now(UTC)))


def come_in(client: LintingClient, typed: str, lang: str = "en") -> TestResponse:
    """Type words at the door."""
    client.get(f"/{lang}/space/enter")
    return client.send(f"/{lang}/space/enter", {"code": typed})


def shown_code(page: str) -> str:
    """Return the code that a page shows once."""
    found = CODE.search(page)
    assert found is not None, "no code on the page"
    return found[1]
