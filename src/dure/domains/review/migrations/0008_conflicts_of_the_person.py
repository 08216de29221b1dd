"""Conflicts that were told before they were kept of the person: declared on a panel, or granted to applicants."""

from django.db import migrations

_DECLARED = """
    INSERT INTO applications_staffconflict (programme, application_id, user_id, relation, at)
    SELECT DISTINCT ON (d.reviewer_id, a.id) d.programme, a.id, d.reviewer_id, told->>'relation', d.at
    FROM review_conflictdeclaration d
    CROSS JOIN jsonb_array_elements(d.conflicts) AS told
    JOIN applications_application a ON a.id = (told->>'application_id')::bigint
    ORDER BY d.reviewer_id, a.id, d.id
    ON CONFLICT (user_id, application_id) DO NOTHING
"""
_GRANTED = """
    INSERT INTO applications_staffconflict (programme, application_id, user_id, relation, at)
    SELECT DISTINCT ON (q.reviewer_id, q.application_id)
        q.programme, q.application_id, q.reviewer_id, 'set_aside', q.answered_at
    FROM review_recusalrequest q
    WHERE q.state = 'granted' AND q.reviewer_id IS NOT NULL
    ORDER BY q.reviewer_id, q.application_id, q.id
    ON CONFLICT (user_id, application_id) DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ("applications", "0014_staff_declarations_listed"),
        ("review", "0007_several_rounds"),
    ]

    operations = [
        # What was copied stays when it is undone: a conflict is not forgotten by a version.
        migrations.RunSQL(_DECLARED, migrations.RunSQL.noop),
        migrations.RunSQL(_GRANTED, migrations.RunSQL.noop),
    ]
