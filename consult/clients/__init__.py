"""Outside services, one file each with a do-nothing twin; none is needed yet."""
