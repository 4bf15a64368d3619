"""Seals what a person told about themselves so that a stolen table is unreadable: AES-GCM, bound to its row and field.

The key is derived from the installation's secret (HKDF-SHA256, RFC 5869); each sealing has a fresh nonce of 96 bits.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12
VERSION = b"\x01"


def seal(place: str, words: str) -> bytes:
    """Return `words` sealed for `place` (table, row and field: "member_contacts/17/address")."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(_key()).encrypt(nonce, words.encode(), place.encode())


def opened(place: str, sealed: bytes) -> str:
    """Return what was sealed for `place`; raises ValueError where place or key is another."""
    try:
        return AESGCM(_key()).decrypt(sealed[1:1 + NONCE], sealed[1 + NONCE:], place.encode()).decode()
    except InvalidTag:
        raise ValueError("this was not sealed for this place") from None


def _key() -> bytes:
    secret = current_app.config["SECRET_KEY"].encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"consult sealing 1").derive(secret)
