"""How often a part of a name occurs is estimated from more samples.

From the usual hundred, a name that one in a thousand bears is taken for rare or for common by chance, and a
list of what a search finds is then looked for along the whole table.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0007_law_of_screenings")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE applications_application ALTER COLUMN search SET STATISTICS 1000",
            "ALTER TABLE applications_application ALTER COLUMN search SET STATISTICS -1",
        )
    ]
