"""A file of which a stage could never be selected is not published, and says how to mend it."""

from __future__ import annotations

import pytest
from tests.domains.people import NOW, person
from tests.domains.proving import HEAD, RIGHTS, SHEET

from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.engine.problems import Refused

STAGE = (
    "stages:\n  - {id: one, title: {ko: 하나, en: One}, quota: {total: 2}, over: all, chosen_by: panel%s}\n"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "more", "code"),
    [
        ("", ", combine: mean", "programme.panel_without_round"),
        (SHEET, "", "programme.panel_not_combined"),
    ],
)
def test_it_stays_a_draft(before, more, code):
    officer = person("officer")
    raw = (HEAD + before + STAGE % more + RIGHTS).encode()
    version = upload_programme(actor=officer, now=NOW, raw=raw).version_id
    with pytest.raises(Refused) as refused:
        publish_programme(actor=officer, now=NOW, version_id=version, reason="공고")
    assert [one.code for one in refused.value.problems] == [code]
    assert ProgrammeVersion.objects.get(pk=version).state == "draft"
