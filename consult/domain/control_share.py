"""Which answers are read without suggestions, so that people's codes can be compared with and without them."""

# Shuffle numbers are random (31 bits); these digits of one have nothing to do with the order of reading.
_DIGITS = 100


def is_control(shuffle: int, share: int) -> bool:
    """Say whether an answer with this shuffle number is of the `share` (whole percent) read without suggestions."""
    return (shuffle // _DIGITS) % _DIGITS < share


def is_drawn(shuffle: int, share: int) -> bool:
    """Say whether an answer with this shuffle number is of the `share` (whole percent) that two people code."""
    return shuffle % _DIGITS < share
