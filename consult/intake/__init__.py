"""Files in: bytes to domain values, with the line of everything that is refused; no database and no request."""
