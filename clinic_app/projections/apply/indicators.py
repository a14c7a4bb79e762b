"""考核: the newest statement of a population and of a target stands."""

import sqlalchemy as sa

from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import indicators as tables
from clinic_app.projections.upsert import Placed, keep_newest


def population_stated(connection: sa.Connection, placed: Placed, fact: PopulationStated) -> None:
    key = {"institution": fact.institution, "village": fact.village, "year": fact.year}
    keep_newest(connection, tables.population, key, "stated", placed, counts=json_text(fact.counts))


def target_stated(connection: sa.Connection, placed: Placed, fact: TargetStated) -> None:
    key = {"indicator": fact.indicator, "year": fact.year}
    keep_newest(connection, tables.indicator_target, key, "stated", placed, percent=fact.percent)
