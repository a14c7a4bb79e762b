"""采购: what to order, what is on its way, what came, and what the county says about prices and lots."""
