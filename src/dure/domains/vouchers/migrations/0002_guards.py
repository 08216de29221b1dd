import pgtrigger.compiler
import pgtrigger.migrations
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("vouchers", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['state', 'opened_at', 'id'], name='voucher_issue_by_state'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'on_sale')), fields=('programme', 'benefit', 'issuer'), name='voucher_issue_one_on_sale'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('face_won__gt', 0)), name='voucher_issue_won'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'on_sale' AND NEW.state = 'ended')) THEN RAISE EXCEPTION 'illegal move of voucher_issue: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='d0f2aedf13fe68c06af8c39cce2755e1d61f02b9', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_052ce', table='vouchers_issue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b9790c09a640b2c57c4a627522ffb51fd937ba6b', operation='DELETE', pgid='pgtrigger_kept_11c45', table='vouchers_issue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."bearers" IS DISTINCT FROM (NEW."bearers") OR OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."discount_bp" IS DISTINCT FROM (NEW."discount_bp") OR OLD."face_won" IS DISTINCT FROM (NEW."face_won") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."good_days" IS DISTINCT FROM (NEW."good_days") OR OLD."issuer" IS DISTINCT FROM (NEW."issuer") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."monthly_won" IS DISTINCT FROM (NEW."monthly_won") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."refund_from_bp" IS DISTINCT FROM (NEW."refund_from_bp") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."sold_id" IS DISTINCT FROM (NEW."sold_id") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='66a32cd28ca1f8d412715d110a5aede44c54369a', operation='UPDATE', pgid='pgtrigger_frozen_ce9f3', table='vouchers_issue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_issuehistory" ("bearers", "benefit", "discount_bp", "ended_at", "face_won", "fund", "good_days", "id", "issuer", "line", "monthly_won", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reason", "refund_from_bp", "room_id", "sold_id", "state", "year") SELECT old_values."bearers", old_values."benefit", old_values."discount_bp", old_values."ended_at", old_values."face_won", old_values."fund", old_values."good_days", old_values."id", old_values."issuer", old_values."line", old_values."monthly_won", old_values."opened_at", old_values."opened_by_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."reason", old_values."refund_from_bp", old_values."room_id", old_values."sold_id", old_values."state", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='90d7151db3950ef295438fab4f4bcab5fb431cb9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_556c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='vouchers_issue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_issuehistory" ("bearers", "benefit", "discount_bp", "ended_at", "face_won", "fund", "good_days", "id", "issuer", "line", "monthly_won", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reason", "refund_from_bp", "room_id", "sold_id", "state", "year") SELECT old_values."bearers", old_values."benefit", old_values."discount_bp", old_values."ended_at", old_values."face_won", old_values."fund", old_values."good_days", old_values."id", old_values."issuer", old_values."line", old_values."monthly_won", old_values."opened_at", old_values."opened_by_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."reason", old_values."refund_from_bp", old_values."room_id", old_values."sold_id", old_values."state", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='270fbb7d86502f0278abe8a1dfb7450c44f59166', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d99e2', referencing='REFERENCING OLD TABLE AS old_values ', table='vouchers_issue', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='issuehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='issue_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issuehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='46a0652fda25f2a94a231b2c876ab543542a139e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b0abb', table='vouchers_issuehistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['issue', 'state', 'ordered_at', 'id'], name='voucher_order_by_issue'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['issue', 'buyer', 'month'], name='voucher_order_by_buyer'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['user_id', 'ordered_at', 'id'], name='voucher_order_by_user'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('state', 'ordered')), fields=['pay_until'], name='voucher_order_by_end'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('face_won__gt', 0), ('paid_won__gt', 0), ('paid_won__lte', models.F('face_won'))), name='voucher_order_won'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt', ''), _negated=True), fields=('issue', 'receipt'), name='voucher_order_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('receipt', ''), _negated=True), models.Q(('decided_by_id', models.F('user_id')), _negated=True)), _connector='OR'), name='voucher_order_paid'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'ordered' AND NEW.state = 'lapsed') OR (OLD.state = 'ordered' AND NEW.state = 'paid') OR (OLD.state = 'ordered' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of voucher_order: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='fab12f93ec335f40b2e525fd2f9ccef929ecaeb6', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_3a2f8', table='vouchers_order', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cedc44b841b80ce9187499934a5510003cb96f81', operation='DELETE', pgid='pgtrigger_kept_9dcfe', table='vouchers_order', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."face_won" IS DISTINCT FROM (NEW."face_won") OR OLD."hold" IS DISTINCT FROM (NEW."hold") OR OLD."issue_id" IS DISTINCT FROM (NEW."issue_id") OR OLD."legs" IS DISTINCT FROM (NEW."legs") OR OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."paid_won" IS DISTINCT FROM (NEW."paid_won") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fb4b1dd9562fe55239953023c1ec369b21ff237c', operation='UPDATE', pgid='pgtrigger_frozen_59608', table='vouchers_order', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_orderhistory" ("buyer", "decided_at", "decided_by_id", "face_won", "hold", "id", "issue_id", "legs", "month", "ordered_at", "paid_won", "pay_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "state", "user_id") SELECT old_values."buyer", old_values."decided_at", old_values."decided_by_id", old_values."face_won", old_values."hold", old_values."id", old_values."issue_id", old_values."legs", old_values."month", old_values."ordered_at", old_values."paid_won", old_values."pay_until", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."receipt", old_values."state", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='66f25501ba794e71e3ce74fa068bc77e9fd3997e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2843b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='vouchers_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_orderhistory" ("buyer", "decided_at", "decided_by_id", "face_won", "hold", "id", "issue_id", "legs", "month", "ordered_at", "paid_won", "pay_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "state", "user_id") SELECT old_values."buyer", old_values."decided_at", old_values."decided_by_id", old_values."face_won", old_values."hold", old_values."id", old_values."issue_id", old_values."legs", old_values."month", old_values."ordered_at", old_values."paid_won", old_values."pay_until", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."receipt", old_values."state", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ff1e186463a73743c8280e41575cc4f7c03abfb3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2292a', referencing='REFERENCING OLD TABLE AS old_values ', table='vouchers_order', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='orderhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='order_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='82f74bc7a7ba4b288eb9eb6758faa1b589e8a3ed', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16e4b', table='vouchers_orderhistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='shop',
            index=models.Index(fields=['programme', 'benefit', 'asked_at', 'id'], name='voucher_shop_by_benefit'),
        ),
        migrations.AddIndex(
            model_name='shop',
            index=models.Index(fields=['merchant', 'asked_at', 'id'], name='voucher_shop_by_merchant'),
        ),
        migrations.AddIndex(
            model_name='shop',
            index=models.Index(fields=['programme', 'benefit', 'state', 'asked_at', 'id'], name='voucher_shop_by_state'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'approved'))), fields=('programme', 'benefit', 'issuer', 'merchant'), name='voucher_shop_once'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'refused', 'ended')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('asked_by_id')), _negated=True)), _connector='OR'), name='voucher_shop_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shop',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'approved' AND NEW.state = 'ended') OR (OLD.state = 'asked' AND NEW.state = 'approved') OR (OLD.state = 'asked' AND NEW.state = 'refused') OR (OLD.state = 'asked' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of voucher_shop: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='ec0110b4cdcb06e86c4d85b6024dbe8dc94c5e33', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_3cac5', table='vouchers_shop', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shop',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5afc49add6eef95d4e6ffb2b088c514c8a80a6c7', operation='DELETE', pgid='pgtrigger_kept_ae052', table='vouchers_shop', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shop',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."issuer" IS DISTINCT FROM (NEW."issuer") OR OLD."merchant_id" IS DISTINCT FROM (NEW."merchant_id") OR OLD."programme" IS DISTINCT FROM (NEW."programme"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='018e3d7f03b63fbd5acd7c181e963a1ccc688ee9', operation='UPDATE', pgid='pgtrigger_frozen_46d8c', table='vouchers_shop', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shop',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_shophistory" ("answer", "asked_at", "asked_by_id", "benefit", "business_status", "decided_at", "decided_by_id", "ended_at", "id", "issuer", "ksic", "merchant_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "region", "state") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."benefit", old_values."business_status", old_values."decided_at", old_values."decided_by_id", old_values."ended_at", old_values."id", old_values."issuer", old_values."ksic", old_values."merchant_id", old_values."name", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."region", old_values."state" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='179adb7b760536b9e7842a18bccb102946a117e8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3b3cd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='vouchers_shop', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shop',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_shophistory" ("answer", "asked_at", "asked_by_id", "benefit", "business_status", "decided_at", "decided_by_id", "ended_at", "id", "issuer", "ksic", "merchant_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "region", "state") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."benefit", old_values."business_status", old_values."decided_at", old_values."decided_by_id", old_values."ended_at", old_values."id", old_values."issuer", old_values."ksic", old_values."merchant_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."region", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='77d45f6fc117da8cc806b6f338f3f57cdbaf7bdd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_34955', referencing='REFERENCING OLD TABLE AS old_values ', table='vouchers_shop', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='codetry',
            index=models.Index(fields=['shop', 'at'], name='voucher_code_try_by_shop'),
        ),
        migrations.AddConstraint(
            model_name='shopaccount',
            constraint=models.UniqueConstraint(fields=('shop', 'fund', 'line', 'year', 'source'), name='voucher_shop_account_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shopaccount',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='71ff99f7300879144e0aab69f6d0cb1fba8f575b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05889', table='vouchers_shopaccount', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='shopday',
            index=models.Index(fields=['shop', 'made_at', 'id'], name='voucher_shop_day_by_shop'),
        ),
        migrations.AddConstraint(
            model_name='shopday',
            constraint=models.UniqueConstraint(fields=('shop', 'fund', 'day'), name='voucher_shop_day_once'),
        ),
        migrations.AddConstraint(
            model_name='shopday',
            constraint=models.CheckConstraint(condition=models.Q(('fee_won__gte', 0), ('won', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('taken_won'), '-', models.F('back_won')), '-', models.F('fee_won'))), ('won__gte', 0)), name='voucher_shop_day_won'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shopday',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d38098ec806fb0ee3fd4738d0e16eef1a47f096', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a9902', table='vouchers_shopday', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='shophistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='shop_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shophistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='6845089cb2c5c3bb84476e56fb4bf5cb82e54d9e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d5494', table='vouchers_shophistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='spendback',
            index=models.Index(condition=models.Q(('day__isnull', True)), fields=['shop', 'id'], name='spend_back_not_settled'),
        ),
        migrations.AddConstraint(
            model_name='spendback',
            constraint=models.UniqueConstraint(fields=('spend', 'key'), name='spend_back_key_once'),
        ),
        migrations.AddConstraint(
            model_name='spendback',
            constraint=models.CheckConstraint(condition=models.Q(('won__gt', 0)), name='spend_back_won'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spendback',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ac2329ec1432c51bc0614309bcea6873651b7340', operation='DELETE', pgid='pgtrigger_kept_0fd0c', table='vouchers_spendback', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='wallet',
            index=models.Index(fields=['application', 'id'], name='wallet_by_application'),
        ),
        migrations.AddIndex(
            model_name='wallet',
            index=models.Index(fields=['owner_user_id', 'opened_at', 'id'], name='wallet_by_owner'),
        ),
        migrations.AddIndex(
            model_name='wallet',
            index=models.Index(fields=['programme', 'benefit', 'issuer', 'id'], name='wallet_by_benefit'),
        ),
        migrations.AddIndex(
            model_name='wallet',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['ends_on', 'id'], name='wallet_by_end'),
        ),
        migrations.AddConstraint(
            model_name='wallet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('application__isnull', False), ('kind', 'credit'), ('owner_user_id__isnull', True)), models.Q(('kind', 'voucher'), ('order__isnull', False), ('owner_user_id__isnull', False)), _connector='OR'), name='wallet_owner'),
        ),
        migrations.AddConstraint(
            model_name='wallet',
            constraint=models.CheckConstraint(condition=models.Q(('face_won__gt', 0), ('returned_won__gte', 0), ('returned_won__lte', models.F('face_won'))), name='wallet_won'),
        ),
        migrations.AddConstraint(
            model_name='wallet',
            constraint=models.CheckConstraint(condition=models.Q(('unit_won__isnull', True), ('unit_won__gt', 0), _connector='OR'), name='wallet_unit'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wallet',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'open' AND NEW.state = 'cancelled') OR (OLD.state = 'open' AND NEW.state = 'closed') OR (OLD.state = 'open' AND NEW.state = 'expired') OR (OLD.state = 'open' AND NEW.state = 'refunded')) THEN RAISE EXCEPTION 'illegal move of wallet: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='600af4b4005c89a054178ef16453df1256dc0738', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_13454', table='vouchers_wallet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wallet',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b4ecf56cded0346f9ab0884f206599c58df4ec0b', operation='DELETE', pgid='pgtrigger_kept_437a3', table='vouchers_wallet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wallet',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."face_won" IS DISTINCT FROM (NEW."face_won") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."issuer" IS DISTINCT FROM (NEW."issuer") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id") OR OLD."owner_user_id" IS DISTINCT FROM (NEW."owner_user_id") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."unit_won" IS DISTINCT FROM (NEW."unit_won") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='01638c00efc4df80a53df532dd5e10f86d395540', operation='UPDATE', pgid='pgtrigger_frozen_131a7', table='vouchers_wallet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wallet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_wallethistory" ("application_id", "benefit", "cause", "code", "code_digest", "ended_at", "ends_on", "face_won", "fund", "id", "issuer", "kind", "line", "opened_at", "order_id", "owner_user_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "returned_won", "starts_on", "state", "unit_won", "year") SELECT old_values."application_id", old_values."benefit", old_values."cause", old_values."code", old_values."code_digest", old_values."ended_at", old_values."ends_on", old_values."face_won", old_values."fund", old_values."id", old_values."issuer", old_values."kind", old_values."line", old_values."opened_at", old_values."order_id", old_values."owner_user_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."returned_won", old_values."starts_on", old_values."state", old_values."unit_won", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6b43c27b2737482b26de23d280c6b35b3c3095be', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_54c73', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='vouchers_wallet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wallet',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vouchers_wallethistory" ("application_id", "benefit", "cause", "code", "code_digest", "ended_at", "ends_on", "face_won", "fund", "id", "issuer", "kind", "line", "opened_at", "order_id", "owner_user_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "returned_won", "starts_on", "state", "unit_won", "year") SELECT old_values."application_id", old_values."benefit", old_values."cause", old_values."code", old_values."code_digest", old_values."ended_at", old_values."ends_on", old_values."face_won", old_values."fund", old_values."id", old_values."issuer", old_values."kind", old_values."line", old_values."opened_at", old_values."order_id", old_values."owner_user_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."returned_won", old_values."starts_on", old_values."state", old_values."unit_won", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='58f327a48bc83a376e838f6fbbb4f21e33c78dda', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4c621', referencing='REFERENCING OLD TABLE AS old_values ', table='vouchers_wallet', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='spend',
            index=models.Index(fields=['shop', 'taken_at', 'id'], name='spend_by_shop'),
        ),
        migrations.AddIndex(
            model_name='spend',
            index=models.Index(fields=['wallet', 'taken_at', 'id'], name='spend_by_wallet'),
        ),
        migrations.AddIndex(
            model_name='spend',
            index=models.Index(condition=models.Q(('day__isnull', True)), fields=['shop', 'id'], name='spend_not_settled'),
        ),
        migrations.AddConstraint(
            model_name='spend',
            constraint=models.UniqueConstraint(fields=('shop', 'key'), name='spend_key_once'),
        ),
        migrations.AddConstraint(
            model_name='spend',
            constraint=models.CheckConstraint(condition=models.Q(('back_won__gte', 0), ('back_won__lte', models.F('won')), ('left_won__gte', 0), ('won__gt', 0)), name='spend_won'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spend',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ceeb2e54cd36708f8d34beccc1df221a6e32ea20', operation='DELETE', pgid='pgtrigger_kept_c7134', table='vouchers_spend', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spend',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.wallet_id IS DISTINCT FROM OLD.wallet_id OR NEW.shop_id IS DISTINCT FROM OLD.shop_id OR NEW.key IS DISTINCT FROM OLD.key OR NEW.won IS DISTINCT FROM OLD.won OR NEW.left_won IS DISTINCT FROM OLD.left_won OR NEW.legs IS DISTINCT FROM OLD.legs OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.taken_at IS DISTINCT FROM OLD.taken_at OR NEW.taken_by_id IS DISTINCT FROM OLD.taken_by_id OR NEW.back_won < OLD.back_won OR (OLD.day_id IS NOT NULL AND NEW.day_id IS DISTINCT FROM OLD.day_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5fda6f470d87a1ff94819064b4ef57344d34321f', operation='UPDATE', pgid='pgtrigger_frozen_72615', table='vouchers_spend', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='walletaccount',
            constraint=models.UniqueConstraint(fields=('wallet', 'source', 'paid'), name='wallet_account_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walletaccount',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed7ed0f5575631aa1824e6bca579f64abf799d51', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_58f3a', table='vouchers_walletaccount', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='wallethistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='wallet_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wallethistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='eeffb4a202b66109208b0fafb4a10b20beab7d78', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0397d', table='vouchers_wallethistory', when='BEFORE')),
        ),
    ]
