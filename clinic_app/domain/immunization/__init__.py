"""预防接种: the national schedule as data, and what a child is due for on a day (docs/immunization.md)."""
