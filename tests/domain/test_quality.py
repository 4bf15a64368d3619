"""Signs that a person should look at a response twice."""

import pytest

from consult.domain import quality


@pytest.mark.parametrize(("address", "network"), [
    ("81.2.69.160", "81.2.69.160"), ("::ffff:81.2.69.160", "81.2.69.160"),
    ("2a00:1450:4009:81f::200e", "2a00:1450:4009:81f::"), ("2a00:1450:4009:81f:dead:beef:0:1", "2a00:1450:4009:81f::"),
    ("127.0.0.1", ""), ("::1", ""), ("10.0.0.7", ""), ("192.168.1.9", ""), ("fe80::1%eth0", ""), ("", ""),
    ("not an address", ""), ("81.2.69.160:4711", ""), ("٨١.2.69.160", ""),
])
def test_an_address_is_known_only_by_its_network(address: str, network: str) -> None:
    assert quality.network_of(address) == network


def test_effort_counts_answers_and_words_written() -> None:
    answers = {"a": ["agree"], "b": ["too-little", "none"], "c": ["More officers on foot"], "d": [], "e": [""]}
    assert quality.effort(answers) == (3, 3)


def test_more_answers_and_words_take_longer_up_to_where_words_may_be_pasted() -> None:
    assert quality.least_seconds(0, 0) == 0
    assert quality.least_seconds(5, 0) < quality.least_seconds(6, 0) < quality.least_seconds(6, 40)
    assert quality.least_seconds(6, 100) == quality.least_seconds(6, 10_000)
