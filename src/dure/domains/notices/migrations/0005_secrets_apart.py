"""Links that open something by themselves leave their plain column: encrypted until the letter is out."""

from typing import Any

from django.db import migrations

import dure.domains.privacy.encryption

TEMPLATES = ("invitation", "nomination")


def apart(apps: Any, _editor: object) -> None:
    notices = apps.get_model("notices", "Notice").objects.filter(template__in=TEMPLATES).exclude(link="")
    for notice in notices.iterator():
        waits = notice.state in ("queued", "failed")
        # By update, and encrypted by the field: what is out or has no letter needs the secret no more.
        notices.filter(pk=notice.pk).update(secret=notice.link if waits else "", link="")


class Migration(migrations.Migration):

    dependencies = [
        ("notices", '0004_by_template_and_state'),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="secret",
            field=dure.domains.privacy.encryption.EncryptedText(blank=True, default=""),
        ),
        migrations.RunPython(apart, migrations.RunPython.noop),
    ]
