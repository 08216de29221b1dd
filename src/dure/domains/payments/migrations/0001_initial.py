import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import dure.domains.privacy.encryption
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='BatchHistory',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.BigIntegerField()),
                ('programme', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('way', models.CharField(max_length=10)),
                ('pay_on', models.DateField()),
                ('rows', models.PositiveIntegerField()),
                ('won', models.BigIntegerField()),
                ('net_won', models.BigIntegerField()),
                ('state', models.CharField(default='drafted', max_length=10)),
                ('drafted_by_id', models.BigIntegerField()),
                ('drafted_at', models.DateTimeField()),
                ('approved_by_id', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('sent_by_id', models.BigIntegerField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('file_hash', models.CharField(blank=True, max_length=64)),
                ('handed_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveIntegerField()),
                ('won', models.BigIntegerField()),
                ('income_tax_won', models.BigIntegerField(default=0)),
                ('local_tax_won', models.BigIntegerField(default=0)),
                ('net_won', models.BigIntegerField()),
                ('state', models.CharField(default='pending', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('done_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BatchRowHistory',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.BigIntegerField()),
                ('no', models.PositiveIntegerField()),
                ('won', models.BigIntegerField()),
                ('income_tax_won', models.BigIntegerField(default=0)),
                ('local_tax_won', models.BigIntegerField(default=0)),
                ('net_won', models.BigIntegerField()),
                ('state', models.CharField(default='pending', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('done_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Payable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.CharField(max_length=60)),
                ('fund', models.CharField(max_length=40)),
                ('cause', models.CharField(max_length=120, unique=True)),
                ('won', models.BigIntegerField()),
                ('income', models.CharField(blank=True, max_length=10)),
                ('hold', models.UUIDField(unique=True)),
                ('legs', models.JSONField()),
                ('what', models.CharField(max_length=200)),
                ('involved', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('owed_at', models.DateTimeField()),
                ('owed_by_id', models.BigIntegerField()),
                ('paid_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PayableHistory',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.BigIntegerField()),
                ('programme', models.CharField(max_length=60)),
                ('fund', models.CharField(max_length=40)),
                ('cause', models.CharField(max_length=120)),
                ('won', models.BigIntegerField()),
                ('income', models.CharField(blank=True, max_length=10)),
                ('hold', models.UUIDField()),
                ('legs', models.JSONField()),
                ('what', models.CharField(max_length=200)),
                ('involved', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('owed_at', models.DateTimeField()),
                ('owed_by_id', models.BigIntegerField()),
                ('paid_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=10)),
                ('owner_id', models.BigIntegerField(default=0)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('name', dure.domains.privacy.encryption.EncryptedText()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PayeeAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.CharField(max_length=3)),
                ('account_no', dure.domains.privacy.encryption.EncryptedText()),
                ('holder', dure.domains.privacy.encryption.EncryptedText()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(default='proposed', max_length=12)),
                ('checked', models.CharField(blank=True, max_length=10)),
                ('checked_at', models.DateTimeField(null=True)),
                ('proposed_by_id', models.BigIntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='PayeeAccountHistory',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.BigIntegerField()),
                ('bank', models.CharField(max_length=3)),
                ('account_no', dure.domains.privacy.encryption.EncryptedText()),
                ('holder', dure.domains.privacy.encryption.EncryptedText()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(default='proposed', max_length=12)),
                ('checked', models.CharField(blank=True, max_length=10)),
                ('checked_at', models.DateTimeField(null=True)),
                ('proposed_by_id', models.BigIntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PayeeHistory',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.BigIntegerField()),
                ('programme', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=10)),
                ('owner_id', models.BigIntegerField(default=0)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('name', dure.domains.privacy.encryption.EncryptedText()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('way', models.CharField(max_length=10)),
                ('pay_on', models.DateField()),
                ('rows', models.PositiveIntegerField()),
                ('won', models.BigIntegerField()),
                ('net_won', models.BigIntegerField()),
                ('state', models.CharField(default='drafted', max_length=10)),
                ('drafted_by_id', models.BigIntegerField()),
                ('drafted_at', models.DateTimeField()),
                ('approved_by_id', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('sent_by_id', models.BigIntegerField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('file', dure.domains.privacy.encryption.EncryptedText(blank=True, default='')),
                ('file_hash', models.CharField(blank=True, max_length=64)),
                ('handed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state', 'id'], name='batch_by_state')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='batch_number_once'), models.CheckConstraint(condition=models.Q(('way__in', ('file', 'payout'))), name='batch_way'), models.CheckConstraint(condition=models.Q(('net_won__gt', 0), ('rows__gt', 0), ('won__gte', models.F('net_won'))), name='batch_sums'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'sent', 'closed')), _negated=True), models.Q(('approved_by_id__isnull', False), models.Q(('approved_by_id', models.F('drafted_by_id')), _negated=True)), _connector='OR'), name='batch_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('sent', 'closed')), _negated=True), models.Q(('sent_at__isnull', False), models.Q(('file_hash', ''), _negated=True)), _connector='OR'), name='batch_sent_with_file')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'approved' AND NEW.state = 'dropped') OR (OLD.state = 'approved' AND NEW.state = 'sent') OR (OLD.state = 'drafted' AND NEW.state = 'approved') OR (OLD.state = 'drafted' AND NEW.state = 'dropped') OR (OLD.state = 'sent' AND NEW.state = 'closed')) THEN RAISE EXCEPTION 'illegal move of payment_batch: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='e1341df97b0b60b2f40e9d32a0d0dc875e9bc427', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_9ab12', table='payments_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='04035ab587a4c527e88fbba6785dfc5d9f6f83fe', operation='DELETE', pgid='pgtrigger_kept_91222', table='payments_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."net_won" IS DISTINCT FROM (NEW."net_won") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."pay_on" IS DISTINCT FROM (NEW."pay_on") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."rows" IS DISTINCT FROM (NEW."rows") OR OLD."way" IS DISTINCT FROM (NEW."way") OR OLD."won" IS DISTINCT FROM (NEW."won"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a303ae96737d745ba465b5177f07a6460b23e712', operation='UPDATE', pgid='pgtrigger_frozen_03b51', table='payments_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='hash_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.file_hash <> '' AND NEW.file_hash <> OLD.file_hash)", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='34bd6750b0c984765b996d0aed0b964c934730f1', operation='UPDATE', pgid='pgtrigger_hash_once_5af2e', table='payments_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_batchhistory" ("approved_at", "approved_by_id", "closed_at", "drafted_at", "drafted_by_id", "file_hash", "handed_at", "id", "net_won", "number", "pay_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "rows", "sent_at", "sent_by_id", "state", "way", "won") SELECT old_values."approved_at", old_values."approved_by_id", old_values."closed_at", old_values."drafted_at", old_values."drafted_by_id", old_values."file_hash", old_values."handed_at", old_values."id", old_values."net_won", old_values."number", old_values."pay_on", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."rows", old_values."sent_at", old_values."sent_by_id", old_values."state", old_values."way", old_values."won" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."approved_at" IS DISTINCT FROM (new_values."approved_at") OR old_values."approved_by_id" IS DISTINCT FROM (new_values."approved_by_id") OR old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."drafted_at" IS DISTINCT FROM (new_values."drafted_at") OR old_values."drafted_by_id" IS DISTINCT FROM (new_values."drafted_by_id") OR old_values."file_hash" IS DISTINCT FROM (new_values."file_hash") OR old_values."handed_at" IS DISTINCT FROM (new_values."handed_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."net_won" IS DISTINCT FROM (new_values."net_won") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."pay_on" IS DISTINCT FROM (new_values."pay_on") OR old_values."programme" IS DISTINCT FROM (new_values."programme") OR old_values."rows" IS DISTINCT FROM (new_values."rows") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at") OR old_values."sent_by_id" IS DISTINCT FROM (new_values."sent_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."way" IS DISTINCT FROM (new_values."way") OR old_values."won" IS DISTINCT FROM (new_values."won")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6d5d7994744a11dd287e99dc060d45b194656f72', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6ec83', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='payments_batch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_batchhistory" ("approved_at", "approved_by_id", "closed_at", "drafted_at", "drafted_by_id", "file_hash", "handed_at", "id", "net_won", "number", "pay_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "rows", "sent_at", "sent_by_id", "state", "way", "won") SELECT old_values."approved_at", old_values."approved_by_id", old_values."closed_at", old_values."drafted_at", old_values."drafted_by_id", old_values."file_hash", old_values."handed_at", old_values."id", old_values."net_won", old_values."number", old_values."pay_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."rows", old_values."sent_at", old_values."sent_by_id", old_values."state", old_values."way", old_values."won" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8619366907ae8d00d69b2b013aab030140e5a16e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_78cc7', referencing='REFERENCING OLD TABLE AS old_values ', table='payments_batch', when='AFTER')),
        ),
        migrations.AddField(
            model_name='batchhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='batchhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.batch'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='payments.batch'),
        ),
        migrations.AddField(
            model_name='batchrowhistory',
            name='batch',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.batch'),
        ),
        migrations.AddField(
            model_name='batchrowhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
    ]
