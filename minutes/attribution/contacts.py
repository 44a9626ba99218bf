"""Ways to reach somebody, and numbers that stand for a person (RC13); postcodes (RC10)."""

import re
from collections.abc import Iterator

EMAIL = re.compile(r"(?<![\w.+%-])[\w+%-](?:[\w.+%-]{0,63})@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])")
DIGITS = re.compile(r"(?<![\d.,£$€/#-])(?:\+|\(0|0|\d)[\d()][\d ().\-–]{6,22}\d(?![\d%]|[.,]\d)")
NI = re.compile(
    r"\b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z] ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b"
)
POSTCODE = re.compile(
    r"\b(?:[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}\b"
    r"|\b(?:[a-pr-uwyz][a-hk-y]?\d[a-z\d]?) \d[abd-hjlnp-uw-z]{2}\b"
)
HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z][\w.]{2,29}\b")


def nhs_number(digits: str) -> bool:
    """Ten digits of which the last is the check digit of the NHS (modulus 11, weights 10 to 2)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == int(digits[9]) and len(set(digits)) > 1


def phone(digits: str, typed: str) -> bool:
    """Digits as a telephone number: with 0 or + in front and 10 to 14 long (so no sums of money, dates or numbers)."""
    if typed.lstrip().startswith("+"):
        return 9 <= len(digits) <= 15
    return digits.startswith("0") and 10 <= len(digits) <= 14 and not digits.startswith("000")


def contacts_in(text: str, own: tuple[str, ...] = ()) -> Iterator[tuple[int, int, str]]:
    """Start, end and sort (contact, identity number, postcode) of each in a folded text; `own` are the group's own."""
    kept = {entry.strip().lower() for entry in own}
    kept_digits = {"".join(filter(str.isdigit, entry)) for entry in own} - {""}
    if "@" in text:
        for match in EMAIL.finditer(text):
            if match.group().lower() not in kept:
                yield match.start(), match.end(), "contact"
        for match in HANDLE.finditer(text):
            if match.group().lower() not in kept:
                yield match.start(), match.end(), "contact"
    for match in DIGITS.finditer(text):
        typed = match.group()
        digits = "".join(filter(str.isdigit, typed))
        if digits in kept_digits or (digits.startswith("44") and "0" + digits[2:] in kept_digits):
            continue
        start, end = match.start(), match.end()
        if nhs_number(digits):
            yield start, end, "identity number"
        elif phone(digits, typed):
            yield start, end, "contact"
    for match in NI.finditer(text):
        yield match.start(), match.end(), "identity number"
    for match in POSTCODE.finditer(text):
        if match.group().lower() not in kept:
            yield match.start(), match.end(), "postcode"
