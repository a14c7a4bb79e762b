"""The tables of revision 0004, part by part; `versions/0004…` says in which order."""
