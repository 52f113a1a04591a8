"""Keys: readable, of any script, and the same however they are typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.keys import MAX_KEY_LENGTH, Ref, check_key, parent_key, slug

SLUGS = {
    "Select Product & Checkout": "select-product-checkout",
    "  I, as a woman … ": "i-as-a-woman",
    "顧客 の 旅": "顧客-の-旅",
    "Путь клиента": "путь-клиента",
    "سفر مشتری": "سفر-مشتری",
    "ग्राहक यात्रा": "ग्राहक-यात्रा",
    "Straße": "strasse",
    "ﬁnal １２": "final-12",
    "Cafe\u0301": "café",
    "2½ stars": "21-2-stars",
    "😀 !": "",
}


@pytest.mark.parametrize("text", SLUGS)
def test_a_slug_keeps_letters_of_any_script(text: str) -> None:
    assert slug(text) == SLUGS[text]


@given(st.text())
def test_a_slug_is_a_key_or_nothing(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
    assert unicodedata.is_normalized("NFKC", made)
    if made and len(made) <= MAX_KEY_LENGTH:
        assert check_key(made) == made


@given(st.text(), st.text())
def test_a_key_has_no_more_parts_than_it_was_given(first: str, second: str) -> None:
    parent, own = slug(first), slug(second)
    if parent and own and len(parent) + len(own) < MAX_KEY_LENGTH:
        assert parent_key(check_key(f"{parent}/{own}")) == parent


@given(st.text(max_size=MAX_KEY_LENGTH))
def test_what_is_not_a_key_is_refused_with_a_hint_that_is_one(text: str) -> None:
    try:
        assert check_key(text) == text
    except ValueError as error:
        _, found, hint = str(error).rpartition("; write ")
        if found and len(hint) < MAX_KEY_LENGTH:
            assert check_key(hint[1:-1]) == hint[1:-1]


@pytest.mark.parametrize("text", ["", "/", "a/", "/a", "a//b", "A", "a b", "a--b", "-a", "a_b", "a:b", "a" * 401])
def test_what_is_not_a_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        check_key(text)


def test_a_hint_says_what_to_write() -> None:
    with pytest.raises(ValueError, match=r"; write 'feel-welcome/at-home'$"):
        check_key("Feel Welcome//At_Home/")
    with pytest.raises(ValueError, match=r"in lower case$"):
        check_key("!")


@pytest.mark.parametrize("text", ["persona", ":x", "persona:", ""])
def test_a_reference_has_a_kind_and_a_key(text: str) -> None:
    with pytest.raises(ValueError, match="write kind:key"):
        Ref.parse(text)


@given(st.sampled_from(["persona", "step"]), st.text(min_size=1))
def test_a_reference_reads_as_it_is_written(kind: str, key: str) -> None:
    assert Ref.parse(str(Ref(kind, key))) == Ref(kind, key)
