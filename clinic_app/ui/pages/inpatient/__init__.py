"""住院: who is in, what it costs, deposits, discharge."""
