"""The `consult` command: one file for each noun; it starts the application or calls services, and decides nothing."""
