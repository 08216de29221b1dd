"""Canonical JSON (RFC 8785, JSON Canonicalization Scheme) and the hash of a document.

Two documents that say the same have the same canonical text, whatever the order of their keys and
the way their numbers are written: no white space, keys in order of UTF-16 code units, numbers as
ECMAScript prints them, text escaped as little as possible.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

LARGEST_EXACT_INTEGER = 2**53 - 1


def canonical_json(value: object) -> str:
    """Return the canonical text of plain JSON values (dict, list, str, bool, int, float, None).

    Raises ValueError for what RFC 8785 leaves out: numbers that are not finite, whole numbers a
    double cannot hold exactly, and lone surrogates. Raises TypeError for anything but JSON.

    >>> canonical_json({"b": [1.0, 1e21, 0.000001], "a": "두레"})
    '{"a":"두레","b":[1,1e+21,0.000001]}'
    """
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def canonical_hash(value: object) -> str:
    """Return the SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _write(value: object, parts: list[str]) -> None:
    if value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        parts.append(_text(value))
    elif isinstance(value, int):
        if abs(value) > LARGEST_EXACT_INTEGER:
            raise ValueError(f"{value} is not exact as a double")
        parts.append(str(value))
    elif isinstance(value, float):
        parts.append(es6_number(value))
    elif isinstance(value, Mapping):
        _write_object(value, parts)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        parts.append("[")
        for index, item in enumerate(value):
            if index:
                parts.append(",")
            _write(item, parts)
        parts.append("]")
    else:
        raise TypeError(f"{type(value).__name__} is not JSON")


def _write_object(value: Mapping[object, object], parts: list[str]) -> None:
    keys: list[str] = []
    for key in value:
        if not isinstance(key, str):
            raise TypeError("a key of a JSON object is text")
        keys.append(key)
    parts.append("{")
    for index, key in enumerate(sorted(keys, key=lambda k: k.encode("utf-16-be", "surrogatepass"))):
        parts.append("," if index else "")
        parts.append(_text(key))
        parts.append(":")
        _write(value[key], parts)
    parts.append("}")


def _text(value: str) -> str:
    value.encode()  # a lone surrogate raises UnicodeEncodeError, a ValueError
    # Python escapes exactly what RFC 8785 asks: the quotation mark, the backslash, \b \t \n \f \r,
    # and other characters below U+0020 as \u00xx in lower case.
    return json.dumps(value, ensure_ascii=False)


def es6_number(value: float) -> str:
    """Return a double as ECMAScript's Number::toString prints it.

    >>> [es6_number(x) for x in (-0.0, 4.50, 2e-3, 1e-7, 1e21, 333333333.33333329)]
    ['0', '4.5', '0.002', '1e-7', '1e+21', '333333333.3333333']
    """
    if not math.isfinite(value):
        raise ValueError("a number that is not finite is not JSON")
    if value == 0:
        return "0"
    # repr gives the shortest digits that read back as the same double, as ECMAScript asks.
    sign, digit_tuple, exponent = Decimal(repr(value)).as_tuple()
    assert isinstance(exponent, int)  # finite, checked above
    digits = "".join(map(str, digit_tuple)).lstrip("0")
    stripped = digits.rstrip("0")
    point = exponent + len(digits)  # the decimal point stands after this many digits
    return ("-" if sign else "") + _placed(stripped, point)


def _placed(digits: str, point: int) -> str:
    """Return digits with their decimal point, or with an exponent where ECMAScript writes one."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"
