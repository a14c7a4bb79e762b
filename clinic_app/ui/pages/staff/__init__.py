"""人员: who works here."""
