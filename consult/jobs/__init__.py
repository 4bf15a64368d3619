"""Background runs: woken by ids from the queue, done from the rows; the rules of a run stand in domain and services."""
