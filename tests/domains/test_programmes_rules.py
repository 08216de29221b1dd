"""Rules of a version changed, added, deleted, moved: a new draft, the version before untouched."""

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
from dure.domains.programmes.services.delete_rule import delete_rule
from dure.domains.programmes.services.order_rules import order_rules
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.rewrite_rule import rewrite_rule
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused
from dure.engine.programme.rule_places import place_of
from dure.library import library_bytes

pytestmark = pytest.mark.django_db
TOPS = library_bytes("tops-2025")
TOLD = {"ko": "직원이 세 명 미만이어야 합니다.", "en": "Fewer than three employees."}
CHANGE = RuleChange(place_of("small_merchant"), "employees < 3", TOLD)
ADDED = RuleChange(place_of("few_people"), "employees < 3\n  AND owner_female", TOLD, is_new=True)


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
        (RuleChange(place_of("nobody"), "closed()", TOLD), "rule.unknown"),
        (RuleChange(place_of("in_business"), "closed()", TOLD, is_new=True), "rule.taken"),
        (RuleChange(place_of("In Business"), "closed()", TOLD, is_new=True), "rule.id"),
        (RuleChange(place_of(""), "closed()", TOLD, is_new=True), "rule.id"),
        (RuleChange(place_of("new"), "closed()", {"ko": " ", "en": ""}, is_new=True), "rule.reason"),
        (RuleChange(place_of("small_merchant"), "closed()", {"ko": "가", "en": ""}), "rule.reason"),
        (RuleChange(place_of("small_merchant"), "employes < 3", TOLD), "rule.unknown_field"),
        (RuleChange(place_of("small_merchant"), "closed() -- why", TOLD), "rule.not_in_language"),
    ],
)
def test_a_change_that_makes_no_file_is_refused_and_nothing_is_kept(change, code):
    assert refused(draft(), change) == [code]


def test_nothing_changed_is_told_also_where_only_spaces_differ():
    version = draft()
    rule = queries.loaded(ProgrammeVersion.objects.get(pk=version)).programme.eligibility[0]
    reason = {"ko": f" {rule.reason.ko}\n", "en": rule.reason.en}
    assert refused(version, RuleChange(place_of(rule.id), f"  {rule.rule} ", reason)) == ["rule.unchanged"]


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


# --- every rule of the file ---------------------------------------------------------------------------

YOUTH = place_of("set_aside.consult.youth")
TITLE = {"ko": "아주 젊은 대표", "en": "Very young owners"}


def details(version: int) -> dict[str, object]:
    return Event.objects.get(subject="programme_version", subject_id=str(version)).details


def test_the_event_of_a_draft_names_the_version_it_was_made_from_and_what_became_of_which_rule():
    version = draft()
    assert "from_version" not in details(version)
    changed = rewritten(version, CHANGE).version_id
    assert details(changed).items() >= {"from_version": version, "rule_changed": "small_merchant"}.items()
    added = rewritten(changed, ADDED).version_id
    assert details(added).items() >= {"from_version": changed, "rule_added": "few_people"}.items()


def test_a_set_aside_is_changed_with_its_share_title_and_basis():
    version = draft()
    change = RuleChange(YOUTH, "owner_birth_year >= 1995", TITLE, {"ko": "청년기본법 제3조"}, share_bp=1250)
    stage = loaded_of(rewritten(version, change).version_id).stages[0]
    youth = next(one for one in stage.set_asides if one.id == "youth")
    assert (youth.rule, youth.share_bp, youth.title.en, youth.basis) == (
        "owner_birth_year >= 1995", 1250, "Very young owners", "청년기본법 제3조",
    )  # fmt: skip
    before = loaded_of(version)
    assert (stage.set_asides[:2], stage.caps) == (before.stages[0].set_asides[:2], before.stages[0].caps)


def test_a_cap_is_added_where_a_stage_has_none_and_deleted_again():
    version = draft()
    place = place_of("cap.promote.food")
    change = RuleChange(place, "ksic_in('56')", {"ko": "음식점", "en": "Food"}, share_bp=3000, is_new=True)
    kept = rewritten(version, change).version_id
    (cap,) = loaded_of(kept).stages[1].caps
    assert (cap.id, cap.share_bp, cap.rule) == ("food", 3000, "ksic_in('56')")
    gone = delete_rule(actor=person(), now=NOW, version_id=kept, place=place, reason="not wanted").version_id
    assert loaded_of(gone).stages == loaded_of(version).stages
    assert details(gone)["rule_deleted"] == "cap.promote.food"
    assert Event.objects.get(subject="programme_version", subject_id=str(gone)).reason == "not wanted"


def test_who_gets_a_benefit_is_said_and_unsaid():
    place = place_of("only_for.consulting")
    kept = rewritten(draft(), RuleChange(place, "employees < 3", is_new=True)).version_id
    assert loaded_of(kept).benefits[0].only_for == "employees < 3"
    assert "benefit_rules" not in loaded_of(kept).needs, "what is run is no need"
    gone = delete_rule(actor=person(), now=NOW, version_id=kept, place=place, reason="all").version_id
    assert loaded_of(gone).benefits[0].only_for is None


def test_the_basis_of_a_rule_is_changed_and_taken_away():
    version = draft()
    rule = loaded_of(version).eligibility[0]
    told = {"ko": rule.reason.ko, "en": rule.reason.en}
    place = place_of(rule.id)
    kept = rewritten(version, RuleChange(place, rule.rule, told, {"ko": "가", "en": "a"})).version_id
    basis = loaded_of(kept).eligibility[0].basis
    assert (basis.ko, basis.en) == ("가", "a")
    gone = rewritten(kept, RuleChange(place, rule.rule, told, {"ko": "", "en": ""})).version_id
    assert loaded_of(gone).eligibility[0].basis is None


def test_rules_change_their_places_and_nothing_else():
    version = draft()
    ids = [rule.id for rule in loaded_of(version).eligibility]
    moved = [ids[1], ids[0], *ids[2:]]
    kept = order_rules(actor=person(), now=NOW, version_id=version, ids=moved).version_id
    assert [rule.id for rule in loaded_of(kept).eligibility] == moved
    assert rules_of(kept) == rules_of(version)
    assert details(kept)["rules_moved"] == ".".join(moved)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda v: delete_of(v, "in_business", " "), "rule.delete_reason"),
        (lambda v: delete_of(v, "nobody", "why"), "rule.unknown"),
        (lambda v: delete_of(v, "cap.consult.food", "why"), "rule.unknown"),
        (lambda v: delete_of(v, "small_merchant", "why"), "programme.unknown_name"),
        (lambda v: order_of(v, ["small_merchant"]), "rule.order"),
        (lambda v: order_of(v, list(rules_of(v))), "rule.same_order"),
        (lambda v: rewritten(v, RuleChange(YOUTH, "closed()", TITLE)), "rule.share"),
        (lambda v: rewritten(v, RuleChange(YOUTH, "closed()", {"ko": "가"}, share_bp=5)), "rule.title"),
        (lambda v: rewritten(v, RuleChange(place_of("way.x.y"), "closed()", is_new=True)), "rule.unknown"),
    ],
)  # fmt: skip
def test_an_act_on_rules_that_cannot_be_leaves_no_draft(act, code):
    version = draft()
    with pytest.raises(Refused) as found:
        act(version)
    assert [problem.code for problem in found.value.problems if problem.is_error] == [code]
    assert ProgrammeVersion.objects.count() == 1


def delete_of(version: int, key: str, reason: str):
    return delete_rule(actor=person(), now=NOW, version_id=version, place=place_of(key), reason=reason)


def order_of(version: int, ids: list[str]):
    return order_rules(actor=person(), now=NOW, version_id=version, ids=ids)


def loaded_of(version: int):
    return queries.loaded(ProgrammeVersion.objects.get(pk=version)).programme
