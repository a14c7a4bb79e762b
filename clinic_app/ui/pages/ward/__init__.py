"""病区: beds, orders, what is carried out, doses from the pharmacy, 体温单, notes."""
