"""药房: batches, first-expiry-first-out, trace codes, stocktake and ordering as pure functions.

Quantities are ten-thousandths (`_e4`) of the smallest unit that is handed out: tablet, ampoule, gram.
"""
