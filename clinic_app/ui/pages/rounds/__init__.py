"""下乡包: what to take along, and what came back on paper, typed in."""
