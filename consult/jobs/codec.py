"""Turns the queue's messages into JSON and back; never pickle, and never more of our data than row ids."""

import json
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from huey.registry import Message
from huey.serializer import Serializer

# huey hands over named tuples, instants and bytes; JSON knows none of them, so those carry their kind as a tag.
_TAG = "~"
_PLAIN = (str, int, float, type(None))


class NotPlain(TypeError):
    """Something in a message is not a plain value, or a stored message is not one of ours."""


class PlainJson(Serializer):
    """A huey serializer of plain values: what pickle would run when it is read cannot be written or read here."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(_packed(data), ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")

    def _deserialize(self, data: Any) -> Any:
        try:
            return _unpacked(json.loads(bytes(data)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise NotPlain("this is not one of our messages") from error


def _packed(value: Any) -> Any:
    """Return `value` in terms of JSON; raises NotPlain for anything that would not come back the same."""
    if type(value) in (*_PLAIN, bool):
        return value
    if type(value) is Message:
        _refuse_all_but_ids(value)
        return {_TAG: "message", "parts": {name: _packed(part) for name, part in value._asdict().items()}}
    if type(value) is datetime:
        return {_TAG: "instant", "at": value.isoformat()}
    if type(value) in (bytes, memoryview):
        return {_TAG: "bytes", "data": b64encode(value).decode("ascii")}
    if type(value) in (tuple, list):
        return {_TAG: type(value).__name__, "items": [_packed(item) for item in value]}
    if type(value) is dict and all(type(key) is str for key in value):
        return {_TAG: "dict", "parts": {key: _packed(item) for key, item in value.items()}}
    raise NotPlain(f"a {type(value).__name__} cannot go into a message")


def _refuse_all_but_ids(message: Message) -> None:
    """Raise NotPlain unless the message's arguments are row ids: no answer may ever lie in the queue's file."""
    given = [*(message.args or ()), *(message.kwargs or {}).values()]
    if not all(type(value) is int for value in given):
        raise NotPlain("only row ids go into a message")


def _unpacked(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if not isinstance(value, dict):
        raise NotPlain("this is not one of our messages")
    kind = value.get(_TAG)
    if kind == "message":
        return _message(value["parts"])
    if kind == "instant":
        return datetime.fromisoformat(value["at"])
    if kind == "bytes":
        return b64decode(value["data"], validate=True)
    if kind in ("tuple", "list"):
        items = [_unpacked(item) for item in value["items"]]
        return tuple(items) if kind == "tuple" else items
    if kind == "dict":
        return {key: _unpacked(item) for key, item in value["parts"].items()}
    raise NotPlain("this is not one of our messages")


def _message(parts: dict[str, Any]) -> Message:
    if not set(parts) <= set(Message._fields):
        raise NotPlain("this message has parts that we do not know")
    message = Message(**{name: _unpacked(part) for name, part in parts.items()})
    _refuse_all_but_ids(message)
    return message
