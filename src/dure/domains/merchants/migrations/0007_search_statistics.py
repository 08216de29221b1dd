"""How often a part of a name occurs is estimated from more samples.

From the usual hundred, a name that one in a thousand bears is taken for rare or for common by chance, and a
list of what a search finds is then looked for along the whole table.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("merchants", "0006_origins")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE merchants_merchant ALTER COLUMN search SET STATISTICS 1000",
            "ALTER TABLE merchants_merchant ALTER COLUMN search SET STATISTICS -1",
        )
    ]
