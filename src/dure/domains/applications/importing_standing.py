"""What a list of applicants meets in the database: merchants known, applications that live already."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from dure.domains.applications.importing import Sheet
from dure.engine.problems import Problem, msg

CLOSED = ("withdrawn", "discarded")
"""States in which an application stands no more in the way of another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of the good rows: merchants that are known, and those that have a live application already."""

    known: int
    standing: frozenset[str]
    """Business numbers whose application is left as it is."""
    drafts: int
    """How many of those are drafts, which their merchants have still to hand in."""
    to_tell: int
    """Of the rows that make an application: how many have somebody who can be told."""


def numbers_taken(incoming: str, programme: str) -> int:
    """Return how many rows of a table bear a receipt number that is another's, as :func:`meet` finds them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*) FROM {incoming} AS i
            JOIN applications_application AS a USING (application_no)
            JOIN merchants_merchant AS m ON m.id = a.merchant_id
            WHERE m.business_no <> i.business_no OR NOT EXISTS (
                SELECT FROM applications_application AS own
                WHERE own.merchant_id = m.id AND own.programme = %s AND NOT own.state = ANY(%s)
            )
            """,
            [programme, list(CLOSED)],
        )
        return int(cursor.fetchone()[0])


def meet(sheet: Sheet, programme: str) -> Standing:
    """Return what the good rows meet; a receipt number that is another's is a fault of its row."""
    numbers = [str(one.facts["business_no"]) for one in sheet.applicants]
    own = [one.cells.application_no for one in sheet.applicants if one.cells.application_no]
    with connection.cursor() as cursor:
        # Arrays: a list of tens of thousands is one parameter.
        cursor.execute(
            "SELECT m.business_no, a.state FROM merchants_merchant AS m"
            " JOIN applications_application AS a ON a.merchant_id = m.id"
            " WHERE m.business_no = ANY(%s) AND a.programme = %s AND NOT a.state = ANY(%s)",
            [numbers, programme, list(CLOSED)],
        )
        live = dict(cursor.fetchall())
        cursor.execute(
            "SELECT a.application_no, m.business_no FROM applications_application AS a"
            " JOIN merchants_merchant AS m ON m.id = a.merchant_id WHERE a.application_no = ANY(%s)",
            [own],
        )
        taken = dict(cursor.fetchall())
        cursor.execute(
            "SELECT m.business_no, m.email <> '' OR EXISTS (SELECT FROM merchants_merchantmember AS mm"
            " JOIN accounts_user AS u ON u.id = mm.user_id AND u.is_active"
            " WHERE mm.merchant_id = m.id AND mm.until IS NULL)"
            " FROM merchants_merchant AS m WHERE m.business_no = ANY(%s)",
            [numbers],
        )
        known = dict(cursor.fetchall())
    column = sheet.columns.application_no
    for one in sheet.applicants if taken else ():
        number = str(one.facts["business_no"])
        holder = taken.get(one.cells.application_no)
        if column is not None and holder is not None and not (holder == number and number in live):
            sheet.fault(
                one.row,
                column.header,
                Problem("cell.number_taken", msg("another application has this receipt number")),
            )
    sheet.drop_faulty()
    told = {str(one.facts["business_no"]): bool(one.cells.contacts.get("email")) for one in sheet.applicants}
    left = set(told)
    return Standing(
        known=len(left & set(known)),
        standing=frozenset(left & set(live)),
        drafts=sum(1 for number in left if live.get(number) == "draft"),
        to_tell=sum(1 for number in left - set(live) if told[number] or known.get(number)),
    )
