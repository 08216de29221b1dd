"""What Django's own forms say when something is wrong, marked here so that our Korean says how to mend it.

English keeps Django's words; the catalogue of the pages goes before Django's own.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

WORDED_ANEW = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid value."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("The submitted file is empty."),
)
