"""A rule of a version changed or added: a new draft, the version before untouched; counted before that."""

from __future__ import annotations

import pytest
from tests.domains.builders import merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.programmes import queries
from dure.domains.programmes.counting import count_rules
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.rewriting import RuleChange
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.rewrite_rule import rewrite_rule
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused
from dure.library import library_bytes

pytestmark = pytest.mark.django_db
TOPS = library_bytes("tops-2025")
TOLD = {"ko": "직원이 세 명 미만이어야 합니다.", "en": "Fewer than three employees."}
CHANGE = RuleChange("small_merchant", "employees < 3", TOLD)
ADDED = RuleChange("few_people", "employees < 3\n  AND owner_female", TOLD, is_new=True)


def draft() -> int:
    return upload_programme(actor=person(), now=NOW, raw=TOPS).version_id


def rewritten(version: int, change: RuleChange, actor=None):
    return rewrite_rule(actor=actor or person(), now=NOW, version_id=version, change=change)


def refused(version: int, change: RuleChange) -> list[str]:
    before = ProgrammeVersion.objects.count()
    with pytest.raises(Refused) as found:
        rewritten(version, change)
    assert ProgrammeVersion.objects.count() == before
    return [problem.code for problem in found.value.problems]


def rules_of(version: int) -> dict[str, str]:
    found = queries.loaded(ProgrammeVersion.objects.get(pk=version))
    return {rule.id: rule.rule for rule in found.programme.eligibility}


def test_a_changed_rule_is_a_new_draft_and_the_version_stays():
    version = published().pk
    kept = rewritten(version, CHANGE).version_id
    assert kept != version
    assert ProgrammeVersion.objects.get(pk=kept).state == "draft"
    assert ProgrammeVersion.objects.get(pk=version).state == "published"
    assert bytes(ProgrammeVersion.objects.get(pk=version).raw) == TOPS
    assert rules_of(kept) == {**rules_of(version), "small_merchant": "employees < 3"}
    assert bytes(ProgrammeVersion.objects.get(pk=kept).raw).count(b"#") == TOPS.count(b"#")


def test_an_added_rule_stands_last_in_one_line():
    version = draft()
    kept = rewritten(version, ADDED).version_id
    assert list(rules_of(kept).items()) == [
        *rules_of(version).items(),
        ("few_people", "employees < 3 AND owner_female"),
    ]


def test_the_same_change_twice_is_one_draft():
    version = draft()
    assert rewritten(version, CHANGE).version_id == rewritten(version, CHANGE).version_id
    assert Event.objects.filter(act="programme.upload").count() == 2


def test_what_comes_of_it_can_be_changed_again_and_published():
    once = rewritten(draft(), CHANGE).version_id
    twice = rewritten(once, ADDED).version_id
    publish_programme(actor=person(), now=NOW, version_id=twice, reason="two rules")
    assert {"small_merchant": "employees < 3"}.items() <= rules_of(twice).items()
    assert ProgrammeVersion.objects.get(pk=once).state == "draft"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (RuleChange("nobody", "closed()", TOLD), "rule.unknown"),
        (RuleChange("in_business", "closed()", TOLD, is_new=True), "rule.taken"),
        (RuleChange("In Business", "closed()", TOLD, is_new=True), "rule.id"),
        (RuleChange("", "closed()", TOLD, is_new=True), "rule.id"),
        (RuleChange("new", "closed()", {"ko": " ", "en": ""}, is_new=True), "rule.reason"),
        (RuleChange("small_merchant", "closed()", {"ko": "가", "en": ""}), "rule.reason"),
        (RuleChange("small_merchant", "employes < 3", TOLD), "rule.unknown_field"),
        (RuleChange("small_merchant", "closed() -- why", TOLD), "rule.not_in_language"),
    ],
)
def test_a_change_that_makes_no_file_is_refused_and_nothing_is_kept(change, code):
    assert refused(draft(), change) == [code]


def test_nothing_changed_is_told_also_where_only_spaces_differ():
    version = draft()
    rule = queries.loaded(ProgrammeVersion.objects.get(pk=version)).programme.eligibility[0]
    reason = {"ko": f" {rule.reason.ko}\n", "en": rule.reason.en}
    assert refused(version, RuleChange(rule.id, f"  {rule.rule} ", reason)) == ["rule.unchanged"]


@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_change_rules(role):
    version = draft()
    with pytest.raises((NotAllowed, Refused)):
        rewritten(version, CHANGE, person(role))
    assert ProgrammeVersion.objects.count() == 1


def test_rules_are_counted_over_the_merchants_of_the_service_with_the_days_of_the_version():
    for number, employees in ((1, 2), (2, 4), (3, None)):
        merchant(number, employees=employees)
    version = ProgrammeVersion.objects.get(pk=draft())
    found = count_rules(person(), version, [("few", "employees < 3")], "service")
    (few,) = found.rules
    assert (found.total, few.passes, few.fails, few.unknown) == (3, 1, 1, 1)


def test_rules_are_counted_over_synthetic_merchants():
    version = ProgrammeVersion.objects.get(pk=draft())
    found = count_rules(person(), version, [("all", "true"), ("none", "false")], "synthetic")
    assert (found.total, found.rules[0].passes, found.rules[1].fails) == (10_000, 10_000, 10_000)
