"""考核指标: what a year has come to, and whose next service counts."""
