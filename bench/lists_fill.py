"""Fills a database for the bench of the lists: merchants and applications, invented, made by SQL.

Deterministic: the same counts give the same rows. Names are two words and a number, as businesses are called.
"""

from __future__ import annotations

from django.db import connection

from dure.language.hangul import search_text

FIRST = (
    *(
        "두레",
        "다람",
        "도라지",
        "들꽃",
        "달빛",
        "대나무",
        "동백",
        "한결",
        "하늘",
        "해오름",
        "햇살",
        "호수",
        "가람",
        "고운",
    ),
    *(
        "그린",
        "금강",
        "나루",
        "나래",
        "노을",
        "누리",
        "마루",
        "모아",
        "무지개",
        "미르",
        "바다",
        "바람",
        "벼리",
        "별빛",
    ),
    *(
        "봄날",
        "산들",
        "새벽",
        "소담",
        "솔바람",
        "시냇물",
        "아람",
        "여울",
        "온새미",
        "우리",
        "은하",
        "이음",
        "자람",
        "조약돌",
    ),
    *("차오름", "참빛", "초록", "큰솔", "타래", "튼튼", "파란", "푸른", "풀잎", "한솔"),
)
SECOND = (
    *(
        "상회",
        "상점",
        "공방",
        "식품",
        "농원",
        "푸드",
        "스튜디오",
        "패션",
        "도예",
        "목공",
        "제과",
        "커피",
        "떡집",
        "반찬",
    ),
    *(
        "가구",
        "문구",
        "화장품",
        "비누",
        "양말",
        "신발",
        "가방",
        "액세서리",
        "캔들",
        "꽃집",
        "반려동물",
        "건강식품",
    ),
)
PROVINCES = (
    "11",
    "26",
    "27",
    "28",
    "29",
    "30",
    "31",
    "36",
    "41",
    "43",
    "44",
    "46",
    "47",
    "48",
    "50",
    "51",
    "52",
    "42",
)
INDUSTRIES = (
    "47912",
    "10711",
    "14111",
    "56191",
    "32029",
    "20423",
    "46319",
    "62010",
    "96992",
    "85501",
    "49301",
    "13229",
)
EXECUTORS = (
    *("acorn", "otter", "pinecone", "firefly", "snail"),
    *("dandelion", "crane", "sparrow", "mackerel", "walnut"),
)

_NUMBER = """
    SELECT i, n || ((10 - (
        substr(n,1,1)::int + 3*substr(n,2,1)::int + 7*substr(n,3,1)::int + substr(n,4,1)::int
        + 3*substr(n,5,1)::int + 7*substr(n,6,1)::int + substr(n,7,1)::int + 3*substr(n,8,1)::int
        + 5*substr(n,9,1)::int + 5*substr(n,9,1)::int / 10) %% 10) %% 10)::text AS business_no
    FROM (
        SELECT i, (100000000 + i * 89 %% 900000000)::text AS n FROM generate_series(1::bigint, %s) AS i
    ) AS s
"""


def fill_merchants(count: int) -> None:
    """Make merchants 1 … ``count`` with every column that lists show and look in."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE word (kind int, place int, word text, jamo text, initials text)")
        cursor.executemany(
            "INSERT INTO word VALUES (%s, %s, %s, %s, %s)",
            [
                (kind, place, word, *search_text(word).split())
                for kind, words in ((1, FIRST), (2, SECOND))
                for place, word in enumerate(words)
            ],
        )
        cursor.execute(
            f"""
            INSERT INTO merchants_merchant (business_no, name, search, legal_form, ksic, region, opened_on,
                has_closed_on, business_status, employees, annual_sales, online_sales_share, mail_order_no,
                has_mail_order_no, owner_birth_year, owner_female, tax_arrears, has_sanctioned_until,
                has_channels, owner_name, phone, email, version, made_at, changed_at)
            SELECT business_no, a.word || b.word || ' ' || i,
                a.jamo || b.jamo || i || ' ' || a.initials || b.initials || i
                    || ' ' || i || ' ' || i || ' ' || business_no,
                CASE WHEN i %% 5 = 0 THEN 'corporation' ELSE 'sole' END,
                (%s::text[])[1 + (i * 7) %% %s], (%s::text[])[1 + (i * 13) %% %s] || '11010100',
                DATE '2000-01-01' + (i * 31 %% 8800)::int, false, 'active', (i %% 90) / 10.0,
                (i * 7919 %% 900 + 10) * 1000000::bigint, (i %% 100) / 100.0, '2021-' || i, true,
                1950 + i %% 55, i %% 2 = 0, i %% 40 = 0, false, false, '', '', '', 1,
                now() - i * interval '1 second', now() - i * interval '1 second'
            FROM ({_NUMBER}) AS s
            JOIN word a ON a.kind = 1 AND a.place = (i * 11) %% %s
            JOIN word b ON b.kind = 2 AND b.place = (i * 5 + i / 97) %% %s
            """,
            [
                *(list(INDUSTRIES), len(INDUSTRIES), list(PROVINCES), len(PROVINCES)),
                *(count, len(FIRST), len(SECOND)),
            ],
        )
        cursor.execute("DROP TABLE word")


def fill_applications(programme: str, version_id: int, count: int, own: int | None = None) -> None:
    """Let ``count`` merchants apply, with documents, verdicts and a revision each.

    The first ``own`` apply to the programme (all, where it is not told), the rest to three hundred others.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO applications_application (programme, version_id, merchant_id, application_no, entry,
                state, choices, answers, facts, name, region, ksic, search, verdict, made_at, changed_at,
                submitted_at, revision, draft, refusal_rules, refusal_reason)
            SELECT CASE WHEN i <= %s THEN %s ELSE 'elsewhere-' || i %% 300 END, %s, id,
                upper(%s) || '-' || lpad(i::text, greatest(6, length(i::text)), '0'),
                CASE WHEN i %% 10 = 0 THEN 'import' ELSE 'application' END,
                (ARRAY['submitted','submitted','submitted','accepted','accepted','refused','supplementing',
                       'withdrawn','submitted','accepted'])[1 + i %% 10],
                (%s::text[])[1 + (i %% 7)::int : 1 + (i %% 7)::int + (i %% 3)::int], '{}',
                jsonb_build_object('business_no', business_no, 'name', name, 'ksic', ksic, 'region', region,
                    'employees', employees, 'annual_sales', annual_sales, 'legal_form', legal_form,
                    'opened_on', opened_on, 'online_sales_share', online_sales_share,
                    'mail_order_no', mail_order_no, 'has.mail_order_no', has_mail_order_no,
                    'owner_birth_year', owner_birth_year, 'owner_female', owner_female,
                    'tax_arrears', tax_arrears, 'business_status', business_status,
                    'has.closed_on', false, 'has.sanctioned_until', false, 'has.channels', false),
                name, region, ksic, search,
                (ARRAY['eligible','eligible','eligible','ineligible','unknown',NULL])[1 + i %% 6],
                at, at, at, 1, '{}', '{}', ''
            FROM (
                SELECT *, timestamptz '2025-03-18T09:00:00+09:00' + i * interval '25 s' AS at
                FROM (
                    SELECT *, row_number() OVER (ORDER BY id) AS i FROM merchants_merchant
                    ORDER BY id LIMIT %s
                ) AS first
            ) AS m
            """,
            [count if own is None else own, programme, version_id, programme, list(EXECUTORS), count],
        )
        cursor.execute(
            """
            INSERT INTO applications_revision (application_id, number, act, facts, answers, choices, at)
            SELECT id, 1, 'submit', facts, answers, choices, submitted_at FROM applications_application
            """
        )
        cursor.execute(
            """
            INSERT INTO applications_verdict (application_id, revision, verdict, failed_rules, unknown_rules,
                missing_fields, overridden_rules, at)
            SELECT id, 1, verdict, '{}', '{}', '{}', '{}', submitted_at FROM applications_application
            WHERE verdict IS NOT NULL
            """
        )
        cursor.execute(
            """
            INSERT INTO applications_applicationdocument (application_id, document, state, note, handed_in_at)
            SELECT id, d,
                CASE WHEN state = 'submitted' AND mod(id, 3) = 0 THEN 'handed_in' ELSE 'accepted' END,
                '', submitted_at
            FROM applications_application,
                unnest(ARRAY['small_merchant_certificate','business_registration',
                             'national_tax_certificate','local_tax_certificate']) AS d
            """
        )
        cursor.execute(
            """
            INSERT INTO applications_supplement (application_id, items, state, asked_at, due_at)
            SELECT id, '[]', 'open', submitted_at, submitted_at + interval '7 days'
            FROM applications_application WHERE state = 'supplementing'
            """
        )


def settle() -> None:
    """Tell the planner what is there, as autovacuum does after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
