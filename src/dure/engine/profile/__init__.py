"""The merchant profile: columns, codes and checks that every programme shares."""

from dure.engine.profile.fields import PROFILE_COLUMNS, PROFILE_FIELDS, Field, Kind

__all__ = ["PROFILE_COLUMNS", "PROFILE_FIELDS", "Field", "Kind"]
