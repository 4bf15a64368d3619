"""The queue's messages: the same out as in, on both storages, and nothing but row ids in them."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from huey import Huey
from huey.registry import Message
from sqlalchemy.engine import make_url

from consult.config import Settings
from consult.jobs.codec import NotPlain, PlainJson
from consult.jobs.queue import Queue, dsn
from tests import databases

codec = PlainJson()


@pytest.mark.parametrize("value", [
    None, True, 0, 1.5, "words ☕ اردو", b"\x00\xff", [1, [2]], (1, ("a", None)), {"a": {"b": (1,)}, "~": "tag"},
    datetime(2026, 11, 21, 9, 30, 1, 5), datetime(2026, 11, 21, tzinfo=UTC),
])
def test_a_plain_value_comes_back_the_same(value: object):
    back = codec.deserialize(codec.serialize(value))
    assert (back, type(back)) == (value, type(value))


def test_a_message_comes_back_the_same_with_all_its_parts():
    message = Message("id", "wake", datetime(2026, 1, 1), 1, 2, None, (7,), {"run": 8}, Message("next", args=(9,)))
    back = codec.deserialize(codec.serialize(message))
    assert back == message
    assert type(back.on_complete) is Message


@pytest.mark.parametrize("value", [object(), {1}, {1: "a"}, Path("/"), float("nan"), Huey, ValueError("x")])
def test_what_is_not_plain_is_refused(value: object):
    with pytest.raises((NotPlain, ValueError)):
        codec.serialize(value)


@pytest.mark.parametrize("argument", ["what someone wrote", None, True, 1.5, [1], {"id": 1}])
def test_only_row_ids_go_into_a_message(argument: object):
    with pytest.raises(NotPlain):
        codec.serialize(Message("id", "wake", args=(argument,), kwargs={}))
    with pytest.raises(NotPlain):
        codec.serialize(Message("id", "wake", args=(), kwargs={"run": argument}))


@pytest.mark.parametrize("stored", [
    pickle.dumps((1, 2)), b"", b"{", b"[1]", b'{"~":"set","items":[]}', b'{"a":1}', b'{"~":"message","parts":{"x":1}}',
    b'{"~":"message","parts":{"args":{"~":"tuple","items":["words"]}}}', b'{"~":"bytes","data":"?"}', b"[" * 99999,
    b'{"~":"instant","at":"now"}', b'{"~":"message","parts":5}', b'{"~":"message","parts":{"args":5}}',
])
def test_a_stored_message_that_is_not_ours_is_refused(stored: bytes):
    with pytest.raises(NotPlain):
        codec.deserialize(stored)


def test_a_message_goes_through_the_storage(queue: Queue):
    queue.wake(7)
    assert queue.waiting() == {7}
    task = queue.huey.dequeue()
    assert task.args == (7,)
    assert queue.waiting() == set()


def test_a_taken_message_does_the_work_of_its_run(queue: Queue, done: list[int]):
    queue.wake(7)
    queue.huey.execute(queue.huey.dequeue())
    assert done == [7]


def test_a_delayed_message_keeps_its_instant(queue: Queue):
    queue.huey.add_schedule(queue._task.s(9, eta=datetime(2099, 1, 1)))
    assert [(task.args, task.eta) for task in queue.huey.scheduled()] == [((9,), datetime(2099, 1, 1))]


def test_nothing_in_the_storage_is_pickled(queue: Queue):
    queue.wake(7)
    (data,) = queue.huey.storage.enqueued_items()
    assert bytes(data).startswith(b'{"~":"message"')


def test_the_address_for_libpq_names_no_driver_and_keeps_the_password():
    assert dsn(make_url("postgresql+psycopg://me:s%40t@db/x?host=/run")) == "postgresql://me:s%40t@db/x?host=%2Frun"


@pytest.fixture
def done() -> list[int]:
    """The runs that were worked on."""
    return []


@pytest.fixture
def queue(backend: str, tmp_path: Path, done: list[int]):
    """A queue on each storage."""
    url = databases.copies.make(backend, tmp_path)
    settings: Settings = databases.settings(url, tmp_path)
    queue = Queue(settings, done.append)
    yield queue
    queue.close()
    databases.copies.drop(url)
