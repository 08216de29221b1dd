"""Events, privacy, files, notices, merchants and programme files, each run twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from tests.domains.builders import AFTER_CLOSING, business_number, signed_up
from tests.domains.files import pdf
from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice
from tests.domains.twice.worlds import owned

from dure.adapters.business_status.types import BusinessStatus, Status
from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import Act, act
from dure.domains.events.services.seal import seal_events
from dure.domains.events.services.verify_seals import verify_seals
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.queries import merchants_of
from dure.domains.merchants.services.add_member import add_member
from dure.domains.merchants.services.ask_mail_order import ask_mail_order
from dure.domains.merchants.services.end_member import end_member
from dure.domains.merchants.services.import_merchants import import_merchants
from dure.domains.merchants.services.refresh_status import keep_status, refresh_status
from dure.domains.merchants.services.register import register_merchant, status_columns
from dure.domains.merchants.services.show_facts import show_facts
from dure.domains.merchants.services.unshow_facts import unshow_facts
from dure.domains.merchants.services.update_profile import keep_facts, update_profile
from dure.domains.notices.models import Notice
from dure.domains.notices.services.mark_read import mark_read
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.notices.services.send import MailNotSent, send_notices
from dure.domains.notices.services.send_again import send_again
from dure.domains.privacy.models import AccessRecord
from dure.domains.privacy.services.answer_consents import answer_consents, keep_answers
from dure.domains.privacy.services.forget_accesses import forget_accesses
from dure.domains.privacy.services.log_access import log_access
from dure.domains.privacy.services.note_destruction import note_destruction
from dure.domains.privacy.services.rewrap import columns, rewrap, waiting
from dure.domains.privacy.services.withdraw_consent import withdraw_consent
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.rewriting import RuleChange
from dure.domains.programmes.services.delete_rule import delete_rule
from dure.domains.programmes.services.order_rules import order_rules
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.rewrite_rule import rewrite_rule
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.services.destroy import destroy_file
from dure.domains.uploads.services.keep import keep_file
from dure.domains.uploads.services.reseal import files_waiting, reseal_files
from dure.domains.uploads.services.scan import scan_file, scan_waiting
from dure.domains.uploads.services.sweep import rescan_waiting, sweep_files
from dure.engine.programme import load
from dure.engine.programme.rule_places import place_of
from dure.library import library_bytes

PART = "it takes part in an act of somebody else, whose own guard it is that this happens once"
ANSWER = BusinessStatus(business_number(1), Status.CLOSED, date(2025, 3, 1))


def within(step: Any) -> Call:
    """Return a call of a step within an act of its own."""

    def call() -> Any:
        with act("test.step", actor=SYSTEM, now=NOW) as this:
            return step(this)

    return call


# --- events ---------------------------------------------------------------------------------------


@twice(seal_events, "people", again="each time notes how far events had come; only the next one seals")
def _seal_events() -> Call:
    return lambda: seal_events(actor=SYSTEM, now=NOW)


@twice(verify_seals, "people")
def _verify_seals() -> Call:
    return verify_seals


# --- privacy --------------------------------------------------------------------------------------


@twice(answer_consents, "people")
def _answer_consents() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    return lambda: answer_consents(
        actor=who, now=NOW, merchant_id=shop, programme="p", version_hash="a" * 64, answers={"use": True}
    )


@twice(keep_answers, "people")
def _keep_answers() -> Call:
    shop = Merchant.objects.get().pk
    return within(
        lambda this: keep_answers(
            this, merchant_id=shop, programme="p", version_hash="a" * 64, answers={"use": True}
        )
    )


@twice(withdraw_consent, "people")
def _withdraw_consent() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    answer_consents(
        actor=who, now=NOW, merchant_id=shop, programme="p", version_hash="a" * 64, answers={"use": True}
    )
    return lambda: withdraw_consent(
        actor=who, now=NOW, merchants=merchants_of(who), merchant_id=shop, programme="p", consent="use",
        needed=False,
    )  # fmt: skip


def looked(now: Any = NOW) -> None:
    log_access(
        actor=SYSTEM, now=now, address=None, kind="view", subject="merchant", subject_id=1, what="page"
    )


@twice(log_access, "people", again="each look at personal data is noted, also the second at the same")
def _log_access() -> Call:
    return looked


@twice(forget_accesses, "people")
def _forget_accesses() -> Call:
    looked(NOW - timedelta(days=4000))
    assert AccessRecord.objects.count() == 1
    return lambda: forget_accesses(actor=SYSTEM, now=NOW)


@twice(note_destruction, "people", again=PART)
def _note_destruction() -> Call:
    return within(lambda this: note_destruction(this, programme="p", counts={"files": 1}, basis="why"))


@twice(rewrap, "people")
def _rewrap() -> Call:
    from django.conf import settings

    keys = list(settings.DURE_DATA_KEYS)
    older = "an-older-key-of-which-values-are-left"
    settings.DURE_DATA_KEYS = [older]
    try:
        Merchant.objects.update(phone="01012345678")
    finally:
        settings.DURE_DATA_KEYS = [*keys, *([] if older in keys else [older])]
    return lambda: rewrap(actor=SYSTEM, now=NOW)


@twice(columns, "empty")
def _columns() -> Call:
    return lambda: list(columns())


@twice(waiting, "people")
def _waiting() -> Call:
    return waiting


# --- files ----------------------------------------------------------------------------------------


def kept(this: Act) -> StoredFile:
    return keep_file(this, purpose="document", name="a.pdf", content=pdf())


def stored(state: str = "clean") -> StoredFile:
    file: StoredFile = within(kept)()
    StoredFile.objects.filter(pk=file.pk).exclude(state=state).update(state=state)
    file.refresh_from_db()
    return file


@twice(keep_file, "people", again=PART)
def _keep_file() -> Call:
    return within(kept)


@twice(destroy_file, "people")
def _destroy_file() -> Call:
    file = stored()
    return within(lambda this: destroy_file(this, file))


@twice(scan_file, "people")
def _scan_file() -> Call:
    from django.conf import settings

    settings.DURE_VIRUS_SCAN = True
    file = stored("waiting")
    settings.DURE_VIRUS_SCAN = False
    return lambda: scan_file(actor=SYSTEM, now=NOW, file_id=str(file.pk))


@twice(scan_waiting, "people")
def _scan_waiting() -> Call:
    _scan_file()
    return lambda: scan_waiting(now=NOW)


@twice(sweep_files, "people")
def _sweep_files() -> Call:
    import os

    from dure.domains.uploads import store

    path = store.path_of(stored().pk)
    orphan = path.with_name(path.name[:2] + "0" * 30)
    orphan.write_bytes(b"left behind")
    os.utime(orphan, (0, 0))
    return lambda: sweep_files(actor=SYSTEM, now=NOW)


@twice(reseal_files, "people")
def _reseal_files() -> Call:
    from dure.domains.uploads import store

    store.path_of(stored().pk).write_bytes(pdf())  # as files lay before they were sealed
    return lambda: reseal_files(actor=SYSTEM, now=NOW)


@twice(files_waiting, "people")
def _files_waiting() -> Call:
    return files_waiting


@twice(rescan_waiting, "people")
def _rescan_waiting() -> Call:
    _scan_file()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return lambda: rescan_waiting(actor=SYSTEM, now=NOW)


# --- notices --------------------------------------------------------------------------------------


def tell(this: Act) -> int:
    user = signed_up("one@test.example").user_id
    to = [Recipient(user, email="one@test.example", parameters={"count": 3})]
    return notify(this, to, template="destruction_done", key="1")


@twice(notify, "people")
def _notify() -> Call:
    return within(tell)


@twice(mark_read, "people")
def _mark_read() -> Call:
    within(tell)()
    who, notice = signed_up("one@test.example"), Notice.objects.get().pk
    return lambda: mark_read(actor=who, now=NOW, notice_id=notice)


@twice(send_notices, "people", raises=(MailNotSent,))
def _send_notices() -> Call:
    within(tell)()
    notice = Notice.objects.get().pk
    return lambda: send_notices(actor=SYSTEM, now=NOW, notice_ids=[notice])


@twice(send_again, "people")
def _send_again() -> Call:
    within(tell)()
    Notice.objects.update(state="failed")
    who, notice = person(), Notice.objects.get().pk
    return lambda: send_again(actor=who, now=NOW, notice_ids=[notice])


# --- merchants ------------------------------------------------------------------------------------


@twice(register_merchant, "people")
def _register_merchant() -> Call:
    who = signed_up("two@test.example")
    return lambda: register_merchant(
        actor=who, now=NOW, business_no=business_number(8), name="두레상회", owner_name="홍길동",
        opened_on=date(2019, 5, 1),
    )  # fmt: skip


@twice(status_columns, "empty")
def _status_columns() -> Call:
    return lambda: status_columns(ANSWER)


@twice(add_member, "people")
def _add_member() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    return lambda: add_member(actor=who, now=NOW, merchant_id=shop, email="two@test.example")


@twice(end_member, "people")
def _end_member() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    added = add_member(actor=who, now=NOW, merchant_id=shop, email="two@test.example")
    assert MerchantMember.objects.filter(merchant_id=shop).count() == 2
    return lambda: end_member(actor=who, now=NOW, merchant_id=shop, member_id=added)


@twice(refresh_status, "people")
def _refresh_status() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    return lambda: refresh_status(actor=who, now=NOW, merchant_id=shop)


@twice(ask_mail_order, "people")
def _ask_mail_order() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    return lambda: ask_mail_order(actor=who, now=NOW, merchant_id=shop)


@twice(keep_status, "people")
def _keep_status() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who).pk
    return lambda: keep_status(actor=who, now=NOW, merchant_id=shop, answer=ANSWER)


@twice(update_profile, "people")
def _update_profile() -> Call:
    who = signed_up("one@test.example")
    shop = owned(who)
    return lambda: update_profile(
        actor=who, now=NOW, merchant_id=shop.pk, version=shop.version, facts={"employees": 4}
    )


@twice(show_facts, "people")
def _show_facts() -> Call:
    shop = Merchant.objects.get().pk
    Merchant.objects.filter(pk=shop).update(employees=5)
    seen, facts = {"employees": 5.0}, {"employees": 4.0}
    return within(lambda this: show_facts(this, merchant_id=shop, facts=facts, seen=seen, at=NOW))


@twice(unshow_facts, "people")
def _unshow_facts() -> Call:
    shop = Merchant.objects.get().pk
    Merchant.objects.filter(pk=shop).update(origins={"employees": ["document", NOW.isoformat()]})
    return within(lambda this: unshow_facts(this, merchant_id=shop, names=["employees"]))


@twice(keep_facts, "people")
def _keep_facts() -> Call:
    shop = Merchant.objects.get().pk
    return within(
        lambda this: keep_facts(this, merchant_id=shop, version=None, facts={"employees": 4}, contacts={})
    )


@twice(import_merchants, "people")
def _import_merchants() -> Call:
    def step(this: Act) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT * FROM merchants_merchant WHERE false"
            )
            cursor.execute(
                "INSERT INTO incoming (business_no, name, search, owner_name, phone, email, address)"
                " VALUES (%s, '새가게', '', '', '', '', '')",
                [business_number(9)],
            )
        return import_merchants(this, incoming="incoming")

    return within(step)


# --- programme files ------------------------------------------------------------------------------


@twice(upload_programme, "people")
def _upload_programme() -> Call:
    who, raw = person(), library_bytes("tops-2025")
    return lambda: upload_programme(actor=who, now=NOW, raw=raw)


@twice(rewrite_rule, "people")
def _rewrite_rule() -> Call:
    who = person()
    version = upload_programme(actor=who, now=NOW, raw=library_bytes("tops-2025")).version_id
    change = RuleChange(
        place_of("small_merchant"), "employees < 3", {"ko": "세 명 미만", "en": "Fewer than three"}
    )
    return lambda: rewrite_rule(actor=who, now=NOW, version_id=version, change=change)


@twice(delete_rule, "people")
def _delete_rule() -> Call:
    who = person()
    version = upload_programme(actor=who, now=NOW, raw=library_bytes("tops-2025")).version_id
    place = place_of("set_aside.consult.youth")
    return lambda: delete_rule(actor=who, now=NOW, version_id=version, place=place, reason="why")


@twice(order_rules, "people")
def _order_rules() -> Call:
    who = person()
    raw = library_bytes("tops-2025")
    version = upload_programme(actor=who, now=NOW, raw=raw).version_id
    ids = [rule.id for rule in load(raw).programme.eligibility][::-1]
    return lambda: order_rules(actor=who, now=NOW, version_id=version, ids=ids)


@twice(publish_programme, "people")
def _publish_programme() -> Call:
    who = person()
    version = upload_programme(actor=who, now=NOW, raw=library_bytes("tops-2025")).version_id
    assert ProgrammeVersion.objects.get().state == "draft"
    return lambda: publish_programme(actor=who, now=AFTER_CLOSING, version_id=version, reason="why")
