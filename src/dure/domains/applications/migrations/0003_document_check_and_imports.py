"""What a document check decided, the imports of spreadsheets, and the index of documents that wait."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_receipt_numbers'),
        ('uploads', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='checked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='checked_by_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='refusal_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='application',
            name='refusal_rules',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.AddField(
            model_name='importrun',
            name='counts',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='importrun',
            name='phase',
            field=models.CharField(default='', max_length=12),
        ),
        migrations.AddField(
            model_name='importrun',
            name='sha256',
            field=models.CharField(default='', max_length=64),
        ),
        migrations.AddIndex(
            model_name='applicationdocument',
            index=models.Index(condition=models.Q(('state', 'handed_in')), fields=['application'], name='application_document_waiting'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('sha256', ''), _negated=True)), fields=('programme', 'sha256'), name='import_one_alive'),
        ),
    ]
