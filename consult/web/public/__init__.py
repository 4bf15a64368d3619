"""What Londoners see: read a plan, answer, keep a receipt, read the report."""
