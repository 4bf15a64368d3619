"""Pages inside a forum: its members', and of those whom the group chose; no address here names a forum."""
