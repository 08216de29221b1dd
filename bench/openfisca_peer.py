"""The forty rules by OpenFisca, parquet to parquet: verdict and failed rules of each merchant.

``python bench/openfisca_peer.py MERCHANTS.parquet VERDICTS.parquet``. It does less than
``dure screen``: missing is zero and so nothing is unknown, no cell is checked, no other column comes along.
What its users need beside it is the quickest there is: Polars reads, puts the texts together and writes.
"""

from __future__ import annotations

import sys

import polars
from openfisca_core.simulation_builder import SimulationBuilder

from forty import AS_OF
from openfisca_rules import FACTS, FORMULAS, NEVER, system


def _facts(path: str) -> polars.DataFrame:
    c = polars.col
    whole, real = ("owner_birth_year", "credit_score"), ("employees", "annual_sales", "online_sales_share")
    return polars.read_parquet(path).select(
        "business_no",
        c("ksic", "region").fill_null(""),
        *(c(name).fill_null("none") for name in ("legal_form", "business_status", "credit_bureau")),
        *(c(name).fill_null(NEVER) for name in ("opened_on", "closed_on", "sanctioned_until")),
        *(c(name).cast(polars.Int32).fill_null(0) for name in whole),
        *(c(name).cast(polars.Float32).fill_null(0) for name in real),
        *(c(name).fill_null(value=False) for name in ("owner_female", "tax_arrears")),
        division="d" + c("ksic").str.head(2).fill_null("00"),
        has_mail_order_no=c("mail_order_no").is_not_null(),
        has_channels=c("channels").is_not_null(),
        has_market=c("market_id").is_not_null(),
        sells_on_open_market=c("channels").list.contains("openmarket").fill_null(value=False),
        is_hundred_years_old=c("designations").list.contains("hundred_year_store").fill_null(value=False),
    )


def main(source: str, target: str) -> int:
    facts = _facts(source)
    simulation = SimulationBuilder().build_default_simulation(system(), len(facts))
    for name in FACTS:
        column = facts[name].to_numpy()
        told = column.astype(str) if column.dtype == object else column
        simulation.set_input(name, AS_OF.isoformat(), told)
    met = polars.DataFrame({rule: simulation.calculate(rule, AS_OF.isoformat()) for rule in FORMULAS})
    failed = [polars.when(~polars.col(rule)).then(polars.lit(rule)) for rule in FORMULAS]
    met.select(
        facts["business_no"],
        verdict=polars.when(polars.all_horizontal(*FORMULAS))
        .then(polars.lit("eligible"))
        .otherwise(polars.lit("ineligible")),
        failed_rules=polars.concat_str(failed, separator=";", ignore_nulls=True),
    ).write_parquet(target)
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:  # `make bench` runs every file here: this one is started by screen_forty.py
        sys.exit(main(*sys.argv[1:]))
