"""Files out: frozen values in, bytes out; never a request, a session or a database."""
