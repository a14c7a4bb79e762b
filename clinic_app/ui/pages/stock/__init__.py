"""库房: what is on the shelves, and what comes in."""
