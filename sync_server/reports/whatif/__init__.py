"""测算: what a month's bills would have cost under another policy."""
