"""Secrets that people hold and we keep only as keyed hashes: session tokens, submission tokens, receipt codes."""

import base64
import hashlib
import hmac
import secrets

from flask import current_app

# Crockford's letters: no I, L, O or U, so that a code can be read out and written down.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LETTERS = 26


def new_token() -> str:
    """Return 256 random bits for a cookie or a hidden field."""
    return secrets.token_urlsafe(32)


def keyed_hash(purpose: str, value: str) -> str:
    """Return the 64 hex digits under which `value` may be stored; useless without this installation's key."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{purpose}\x00{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def receipt_code(submission_token: str) -> str:
    """Return the receipt of a submission: 130 bits as 26 letters, the same each time the same form is sent."""
    return letters_of("receipt", submission_token)


def letters_of(purpose: str, value: str) -> str:
    """Return 130 bits as 26 letters that only this installation makes of `value`, the same each time."""
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, f"{purpose}\x00{value}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    return "".join(LETTERS[(number >> (5 * place)) & 31] for place in range(RECEIPT_LETTERS))


def printed(code: str) -> str:
    """Return a receipt code in groups of four that the eye can hold, as it is shown."""
    return "-".join(code[at:at + 4] for at in range(0, len(code), 4))


def typed(code: str) -> str:
    """Return the code that someone typed: capitals, spaces, hyphens and look-alike letters do not matter."""
    folded = code.upper().translate(str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"}))
    return "".join(letter for letter in folded if letter in LETTERS)[:64]


def shuffle_number() -> int:
    """Return a random place in the reading order of answers (31 bits)."""
    return secrets.randbits(31)


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of a file in base 64, short enough for a column of 64."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
