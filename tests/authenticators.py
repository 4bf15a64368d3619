"""A device with passkeys, in software: makes and uses them as WebAuthn level 2 says, for tests that have no browser."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Device:
    """One device at one origin. `verifies` is whether it asks for a finger; `count` is what it says of its uses."""

    origin: str = "http://localhost:8000"
    verifies: bool = True
    count: int = 0
    credential_id: bytes = b"a passkey of a test"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """Return the JSON that a browser sends for creation options."""
        asked = json.loads(options)
        numbers = self.key.public_key().public_numbers()
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cose
        said = self._facts(asked["rp"]["id"], ATTESTED) + attested
        return self._sent({
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]), "transports": ["internal"],
            "attestationObject": encode_cbor({"fmt": "none", "attStmt": {}, "authData": said})})

    def prove(self, options: str) -> str:
        """Return the JSON that a browser sends for request options."""
        asked = json.loads(options)
        said, client = self._facts(asked["rpId"], 0), self._client("webauthn.get", asked["challenge"])
        signed = self.key.sign(said + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent({"clientDataJSON": client, "authenticatorData": said, "signature": signed})

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _facts(self, place: str, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return sha256(place.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _sent(self, response: dict[str, object]) -> str:
        shown = {key: bytes_to_base64url(value) if isinstance(value, bytes) else value
                 for key, value in response.items()}
        name = bytes_to_base64url(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": shown,
                           "clientExtensionResults": {}, "authenticatorAttachment": "platform"})
