"""Which e-mail addresses and phone numbers are taken, and how they are kept (N5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.contacts import email_address, phone_number

PHONES = [
    ("(044) 123-45-67", "0441234567"),
    ("044/1234567", "0441234567"),
    ("044 / 123.45.67", "0441234567"),
    ("+380\u00a096\u00a0599\u00a021\u00a021", "+380965992121"),
    ("+380\u201196\u2011599\u201121\u201121", "+380965992121"),
    ("+380 96 599\u201321\u201421", "+380965992121"),
    ("+380\u200a96\u202f599\u300021\u221221", "+380965992121"),
    ("\u202a+380 96 599 21 21\u202c", "+380965992121"),
    ("\uff0b380 [96] 599-21-21", "+380965992121"),
    ("\u0660\u0664\u0664 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667", "0441234567"),
    ("(+380) 96 599-21-21", "+380965992121"),
    ("[+380](96)5992121", "+380965992121"),
    ("\uff08\uff0b380\uff0996\uff0f599\uff0e2121", "+380965992121"),
    ("1234567", "1234567"),
    ("+123456789012345", "+123456789012345"),
]
NO_PHONES = [
    *("", "12", "123456", "1234567890123456", "call me", "+", "0441234567 ext. 3", "044+1234567"),
    *("++380965992121", "n/a", "1.23E+09", "044 1234567, 044 7654321", "tel:0441234567"),
    *("(+)(+)380965992121", "(044)+1234567", "(((((((", "(+", "044\n1234567"),
    *("044\x001234567", "044\u202e1234567", " " * 100 + "1" * 7 + "-" * 70),
]
EMAILS = [
    *("a@b.org", "o'neill+tag@sub.example.co.uk", "a.b-c_d@example.org", "юрій@приклад.укр"),
    *(f"a@{'b' * 63}.org", "उदाहरण@परीक्षा.भारत", "x" * 64 + "@example.org", "1@2.example"),
]
NO_EMAILS = [
    *("<a@b.org>", "Ann <a@b.org>", "mailto:a@b.org", "a,b@c.org", "a@b,c.org", "a@b.org,c@d.org"),
    *(".a@b.org", "a.@b.org", "a..b@c.org", "a@b", "a@.org", "a@b..org", "a@b.org.", "a@-b.org"),
    *("a@b-.org", "a b@c.org", "a@b c.org", "a@@b.org", '"a"@b.org', "a(b)@c.org", "a@b_c.org"),
    *("a@b.org;", "n/a", "", "@b.org", "a\x00@b.org", "a\u200b@b.org", "a@b\u2060.org"),
    *(
        f"a@{'b' * 64}.org",
        "a@b." + "c" * 64,
        "a\u202e@b.org",
        "x" * 65 + "@example.org",
        f"a@{'b.' * 130}org",
        "a@[127.0.0.1]",
    ),
]


@pytest.mark.parametrize(("typed", "kept"), PHONES)
def test_n5_a_phone_number_is_kept_by_its_digits(typed: str, kept: str) -> None:
    assert phone_number(typed) == kept
    assert phone_number(kept) == kept


@pytest.mark.parametrize("typed", NO_PHONES, ids=ascii)
def test_n5_what_is_no_phone_number_is_none(typed: str) -> None:
    assert phone_number(typed) is None


@pytest.mark.parametrize("typed", EMAILS)
def test_n5_an_address_of_any_script_is_one(typed: str) -> None:
    assert email_address(f" {typed}\u200b") == typed


@pytest.mark.parametrize("typed", NO_EMAILS, ids=ascii)
def test_n5_an_address_has_nothing_around_it(typed: str) -> None:
    assert email_address(typed) is None


@given(st.text(st.characters(exclude_categories=())))
def test_n5_whatever_is_typed_is_kept_in_one_form_or_refused(text: str) -> None:
    number, address = phone_number(text), email_address(text)

    assert number is None or number.lstrip("+").isascii()
    assert address is None or email_address(address) == address
