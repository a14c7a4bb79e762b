"""演示: county, clinic, a played day and a sync on one machine (``./dev demo``)."""
