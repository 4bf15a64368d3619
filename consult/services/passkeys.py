"""Passkeys of members by WebAuthn (W3C, level 2): a device proves who it belongs to, and we keep only the public part.

What a device shows in its own list of passkeys is neutral: the site's address and the label that its owner chose.
"""

import hmac
import ipaddress
import json
import secrets
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.domain.member_words import read_label
from consult.models.base import utc_now
from consult.models.members import Member, MemberSession, Passkey
from consult.queries import members
from consult.services import attempts
from consult.services.measures import graphemes
from consult.services.member_sessions import hash_of
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing

MOST = 10
SECONDS = 300
# Bytes of what a browser sends; a real one is far below.
LONGEST = 20_000
NAME = "Calendar"
# What reading and checking raise for what is no credential, or a wrong one.
WRONG = (WebAuthnException, ValueError, KeyError, TypeError, RecursionError)


def place() -> tuple[str, str] | None:
    """Return the site's name and origin as browsers know them; None at an address of numbers: no passkey is for one."""
    parts = urlsplit(current_app.config["CONSULT_SETTINGS"].public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host, f"{parts.scheme}://{parts.netloc}"
    return None


def creation_options(*, by: Acting, token: str, label: str) -> str:
    """Return as JSON what the browser is asked to make a passkey with; its challenge waits in the session `token`."""
    with writing() as session:
        visit, member = _visit(session, by, token)
        standing = members.passkeys(session, by.member_id)
        visit.challenge = secrets.token_bytes(32)
        return options_to_json(webauthn.generate_registration_options(
            rp_id=_place()[0], rp_name=NAME, user_name=member.own_label or label, user_id=secrets.token_bytes(32),
            challenge=visit.challenge,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=row.credential_id) for row in standing],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED)))


def add(*, by: Acting, token: str, credential: str, label: str = "") -> None:
    """Keep a passkey that a browser made; raises Refused("credential", "passkey-failed"), Conflict("passkeys-many")."""
    label = read_label(label, graphemes)
    with writing() as session:
        visit, member = _visit(session, by, token)
        challenge, visit.challenge = visit.challenge, None
        if len(members.passkeys(session, member.id)) >= MOST:
            raise Conflict("passkeys-many", {"most": MOST})
        name, origin = _place()
        try:
            made = webauthn.verify_registration_response(
                credential=_read(credential), expected_challenge=challenge or b"", expected_rp_id=name,
                expected_origin=origin, require_user_verification=True)
        except WRONG:
            raise Refused("credential", "passkey-failed") from None
        if challenge is None or members.passkey_by_credential(session, made.credential_id) is not None:
            raise Refused("credential", "passkey-failed")
        session.add(Passkey(member_id=member.id, credential_id=made.credential_id, sign_count=made.sign_count,
                            public_key=made.credential_public_key, label=label))


def remove(*, by: Acting, public_id: str) -> None:
    """Forget a passkey of one's own; raises NotFound, Conflict("last-way-in") where there are no words beside it."""
    with writing() as session:
        rows = members.passkeys(session, by.member_id)
        row = next((row for row in rows if row.public_id == public_id), None)
        member = members.by_id(session, by.member_id)
        if row is None or member is None:
            raise NotFound()
        if len(rows) == 1 and member.code_hash is None:
            raise Conflict("last-way-in")
        session.delete(row)


def entry_options() -> tuple[str, str]:
    """Return as JSON what a browser at the door is asked to sign, and a seal that says that we asked it just now.

    Nothing of the visit is stored: which browsers came to the door is nobody's business.
    """
    challenge = secrets.token_bytes(32)
    until = int(utc_now().timestamp()) + SECONDS
    options = webauthn.generate_authentication_options(
        rp_id=_place()[0], challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED)
    said = f"{bytes_to_base64url(challenge)}.{until}"
    return options_to_json(options), f"{said}.{keyed_hash('passkey challenge', said)}"


def prove(*, credential: str, seal: str) -> int:
    """Return the internal id of the member whose passkey signed; raises Refused("code", "passkey-failed")."""
    name, origin = _place()
    try:
        challenge, read = _challenge(seal), _read(credential)
        with writing() as session:
            row, member = _named(session, read)
            if not attempts.is_first(session, "passkey used", seal):
                raise ValueError("signed before")
            proved = webauthn.verify_authentication_response(
                credential=read, expected_challenge=challenge, expected_rp_id=name, expected_origin=origin,
                credential_public_key=row.public_key, credential_current_sign_count=row.sign_count,
                require_user_verification=True)
            row.sign_count = proved.new_sign_count
            return member.id
    except WRONG:
        raise Refused("code", "passkey-failed") from None


def _named(session: Session, read: dict[str, object]) -> tuple[Passkey, Member]:
    found = members.passkey_by_credential(session, base64url_to_bytes(str(read["id"])))
    if found is None:
        raise ValueError("nobody's passkey")
    # Held: one signature must not count twice at the same time.
    session.scalar(select(Passkey.id).where(Passkey.id == found[0].id).with_for_update())
    return found


def _challenge(seal: str) -> bytes:
    said, _, mac = seal[:500].rpartition(".")
    challenge, _, until = said.partition(".")
    if not hmac.compare_digest(mac, keyed_hash("passkey challenge", said)) or int(until) < utc_now().timestamp():
        raise ValueError("not asked, or long ago")
    return base64url_to_bytes(challenge)


def _read(credential: str) -> dict[str, object]:
    if len(credential) > LONGEST:
        raise ValueError("too long")
    read = json.loads(credential)
    if not isinstance(read, dict):
        raise ValueError("no credential")
    return read


def _place() -> tuple[str, str]:
    found = place()
    if found is None:
        raise NotFound()
    return found


def _visit(session: Session, by: Acting, token: str) -> tuple[MemberSession, Member]:
    found = members.visit(session, hash_of(token))
    if found is None or found[1].id != by.member_id:
        raise NotFound()
    return found
