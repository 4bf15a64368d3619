"""Questions put to the database: one function each, the only readers."""
