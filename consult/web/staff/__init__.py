"""What staff see: set up, read, code, link, publish, administer."""
