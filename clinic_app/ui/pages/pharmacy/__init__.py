"""发药: the window."""
