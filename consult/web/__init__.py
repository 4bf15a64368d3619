"""HTTP: requests in, pages out; no rule and no query of its own."""
