"""拨付: what the fund pays to institutions, by the year's plan.  All money is whole fen.

instalments, pool, budget, alliance, capitation, disease, contracts, package: one rule each
plan, plan_reading, plan_words: the year's plan as data
run: the items of one month
"""
