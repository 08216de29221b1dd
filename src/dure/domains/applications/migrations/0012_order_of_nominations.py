"""Nominations have a place in the order of their executor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("applications", "0011_rows_of_a_checked_list"),)
    operations = (
        migrations.AddField(
            model_name="nomination", name="place", field=models.PositiveIntegerField(null=True)
        ),
    )
