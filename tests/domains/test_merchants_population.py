"""The trial run on the merchants of the service: what is none, what is not known, and nobody's names."""

from __future__ import annotations

import csv

import pytest
from tests.domains.builders import business_number, merchant, published, signed_up
from tests.domains.people import person

from dure.domains.merchants.population import population_size, write_population
from dure.domains.programmes import queries
from dure.files.simulating import Asked, simulate_file


@pytest.mark.django_db
def test_the_file_says_none_and_not_known_apart_and_no_names(tmp_path):
    merchant(1, channels=["shop", "otter:77"], has_channels=True, tax_arrears=None)
    path = tmp_path / "population.csv"
    write_population(person(), path)
    with path.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["business_no"], row["channels"], row["has.channels"]) == (
        business_number(1),
        "shop;otter:77",
        "true",
    )
    assert (row["closed_on"], row["has.closed_on"], row["market_id"], row["has.market_id"]) == (
        "",
        "false",
        "",
        "",
    )
    assert row["tax_arrears"] == ""
    assert "name" not in row


@pytest.mark.django_db
def test_the_trial_judges_them_as_it_judges_a_file(tmp_path):
    version = published()
    merchant(1)
    merchant(2, tax_arrears=True)
    merchant(3, tax_arrears=None)
    path = tmp_path / "population.csv"
    officer = person()
    write_population(officer, path)
    whole = simulate_file(Asked(queries.loaded(version)), path).now.trial.whole
    assert (whole.eligible, whole.ineligible, whole.unknown) == (1, 1, 1)
    assert population_size(officer) == 3
    assert population_size(signed_up("somebody@test.example")) == 0
