"""Pieces that, said again and again, are the worst to look through; tests read them, `make bench` takes the time."""

LENGTH = 50_000
OF_DETAILS = (
    "0", "0 ", "+0 ", "07700 900123 ", "a.", "a@", "a.a@", "@", "A", "A1 ", "1-1-", "born on ", "my name is ",
    "Mr John ", "Flat 12, ", "12 Green Lane, ", "میرا نام ", "name at ", "(", "Aaron ", "۰",
)
OF_WORRIES = (
    "he hit me ", "I will kill ", "my my my ", "they said ", "پولیس والے نے مجھے ", "他打我", "a", "he hit me. ",
    "not ",
)


def said_again(piece: str, length: int = LENGTH) -> str:
    """Return so many characters of one piece said again and again."""
    return (piece * (length // len(piece) + 1))[:length]
