"""入户: large targets, one person after the other, on a laptop without a line."""
