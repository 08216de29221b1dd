"""Invented merchants for benches, written by DuckDB: reproducible by seed, business numbers valid."""

from __future__ import annotations

from pathlib import Path

import duckdb

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def write_merchants(path: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` merchants with every profile column, 0–20 % of the cells not known."""
    digits = "lpad(CAST(100000000 + i * 89 % 900000000 AS VARCHAR), 9, '0')"

    def sometimes(value: str, known: float, salt: int) -> str:
        return f"CASE WHEN hash(i, {seed}, {salt}) % 1000 < {int(known * 1000)} THEN {value} END"

    def pick(values: list[str], salt: int) -> str:
        listed = ", ".join(f"'{v}'" for v in values)
        return f"([{listed}])[1 + CAST(hash(i, {seed}, {salt}) % {len(values)} AS INTEGER)]"

    def number(low: int, high: int, salt: int) -> str:
        return f"({low} + CAST(hash(i, {seed}, {salt}) % {high - low + 1} AS BIGINT))"

    industries = ["47912", "47", "56111", "10301", "14111", "41221", "49301", "62010", "96992", "91249", "84"]
    columns = {
        "business_no": check_digit_sql("n"),
        "name": "'상점 ' || i",
        "legal_form": sometimes(pick(["sole", "corporation"], 1), 0.98, 2),
        "ksic": sometimes(pick(industries, 3), 0.95, 4),
        "region": sometimes(
            pick(["1111010100", "2611010100", "4211010100", "4511010100", "4128110100"], 5), 0.97, 6
        ),
        "opened_on": sometimes(f"DATE '1985-01-01' + CAST({number(0, 14600, 7)} AS INTEGER)", 0.97, 8),
        "closed_on": sometimes("DATE '2024-11-30'", 0.05, 9),
        "business_status": sometimes(pick(["active"] * 8 + ["suspended", "closed"], 10), 0.8, 11),
        "employees": sometimes(f"{number(0, 140, 12)} / 10", 0.85, 13),
        "annual_sales": sometimes(f"{number(1, 3000, 14)} * 1000000", 0.85, 15),
        "online_sales_share": sometimes(f"{number(0, 100, 16)} / 100", 0.8, 17),
        "mail_order_no": sometimes("'2021-서울중구-' || i", 0.5, 18),
        "owner_birth_year": sometimes(number(1945, 2004, 19), 0.9, 20),
        "owner_female": sometimes(f"{number(0, 1, 21)} = 1", 0.9, 22),
        "tax_arrears": sometimes(f"{number(0, 19, 23)} = 0", 0.9, 24),
        "sanctioned_until": sometimes("DATE '2025-12-31'", 0.01, 25),
        "credit_score": sometimes(number(300, 1000, 26), 0.6, 27),
        "credit_bureau": sometimes(pick(["NICE", "KCB"], 28), 0.6, 29),
        "channels": sometimes("['smartstore:' || i, 'openmarket']", 0.4, 30),
        "market_id": sometimes("'M' || (i % 1500)", 0.15, 31),
        "designations": sometimes("['hundred_year_store']", 0.02, 32),
    }
    items = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    source = f"(SELECT range AS i, {digits.replace('i ', 'range ')} AS n FROM range({count}))"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {items} FROM {source}) TO '{path}' (FORMAT parquet)").fetchall()


def check_digit_sql(nine: str) -> str:
    """Return the SQL of a business number whose first nine digits are those of an expression."""
    terms = [f"{w} * CAST(substr({nine}, {k}, 1) AS INTEGER)" for k, w in enumerate(_WEIGHTS, 1)]
    total = " + ".join([*terms, f"5 * CAST(substr({nine}, 9, 1) AS INTEGER) // 10"])
    return f"{nine} || CAST((10 - ({total}) % 10) % 10 AS VARCHAR)"
