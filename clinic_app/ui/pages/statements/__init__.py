"""申报对账: what the county says an institution is due, and what does not match."""
