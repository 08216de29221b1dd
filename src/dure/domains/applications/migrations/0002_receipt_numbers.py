"""The sequence that receipt numbers (접수번호) are taken from: no number is given twice, and no submit waits for another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            # Below 100001 are numbers that come from elsewhere, with applications that are brought in.
            "CREATE SEQUENCE applications_receipt START WITH 100001",
            "DROP SEQUENCE applications_receipt",
        ),
    ]
