"""Authenticated encryption of what rests in the database: ChaCha20-Poly1305 (RFC 8439), keys by HKDF (RFC 5869)."""

import hmac
import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveys.errors import VorbildError, say

KEY_BYTES = 32
SLOT_BYTES = 32
_NONCE_BYTES, _TAG_BYTES = 12, 16
SEAL_BYTES = _NONCE_BYTES + _TAG_BYTES
"""How much longer a sealed box is than what it holds."""


class BrokenSealError(VorbildError):
    """A box does not open with this key in this place: another key, another slot, or a changed byte."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "A sealed box does not open: the database or the key store was changed from outside. Nothing was "
                "counted or published. Restore both as they were before the change."
            )
        )


@dataclass(frozen=True)
class SealingKey:
    """A secret key that seals, opens, and names slots. Its repr shows nothing."""

    _bytes: bytes

    def __repr__(self) -> str:
        return "SealingKey(…)"

    @cached_property
    def _cipher(self) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(self._bytes)

    @classmethod
    def fresh(cls) -> "SealingKey":
        """Draw 32 random bytes."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def derived(cls, secret: str, purpose: str) -> "SealingKey":
        """Derive a key for one purpose from VORBILD_SECRET."""
        return cls(HKDF(SHA256(), KEY_BYTES, salt=None, info=f"vorbild {purpose}".encode()).derive(secret.encode()))

    def slot(self, *parts: str) -> bytes:
        """Name a place that only this key can find: HMAC-SHA256 over the parts."""
        return hmac.digest(self._bytes, "\x1f".join(parts).encode(), sha256)

    def seal(self, plaintext: bytes, place: bytes) -> bytes:
        """Encrypt under a random nonce, bound to a place."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plaintext, place)

    def open(self, box: bytes, place: bytes) -> bytes:
        """Decrypt what was sealed in this place."""
        try:
            return self._cipher.decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], place)
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise BrokenSealError from error

    def wrap(self, key: "SealingKey", place: bytes) -> bytes:
        """Seal another key."""
        return self.seal(key._bytes, place)  # noqa: SLF001 (a key may see another's bytes to wrap them)

    def unwrap(self, box: bytes, place: bytes) -> "SealingKey":
        """Open a wrapped key."""
        return SealingKey(self.open(box, place))
