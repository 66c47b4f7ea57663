"""The bytes that are hashed: RFC 8785, as another package writes it, for the values that we write."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from allocation.canonical import canonical, commitment, digest, is_canonical
from allocation.model import Phase

SAFE = 2**53 - 1
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("eEac\u0301\u0300\u0327"), max_size=12)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def composed(value: Any) -> Any:
    """The same value, its texts in NFC form: the other package leaves them as they are."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {key: composed(item) for key, item in value.items()}
    return value


@given(VALUES)
def test_the_bytes_are_those_of_another_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(composed(value))


@given(VALUES)
def test_the_bytes_read_back_give_the_value_and_are_known_as_canonical(value: Any) -> None:
    written = canonical(value)
    read = json.loads(written)
    assert read == composed(value)
    assert is_canonical(written, read)
    assert canonical(read) == written


def test_a_text_is_the_same_however_its_accents_are_composed() -> None:
    assert canonical("e\u0301") == canonical("\u00e9") == b'"\xc3\xa9"'


@pytest.mark.parametrize(
    "written",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'"\\u00e9"',
        b'"e\xcc\x81"',
        b'{"a":1}\n',
        b'{"a":1,"a":1}',
        b"[01]".replace(b"0", b" "),
    ],
)
def test_another_spelling_of_the_same_value_is_not_canonical(written: bytes) -> None:
    assert not is_canonical(written, json.loads(written))


@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), float("inf")])
def test_floats_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="float"):
        canonical({"a": [value]})


@pytest.mark.parametrize("value", [SAFE + 1, -SAFE - 1, 10**30])
def test_integers_that_readers_would_round_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        canonical([value])
    assert json.loads(canonical([SAFE, -SAFE])) == [SAFE, -SAFE]


def test_keys_beyond_ascii_are_refused() -> None:
    with pytest.raises(ValueError, match="not ASCII"):
        canonical({"a": {"clé": 1}})


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical([text])
    assert not is_canonical(b'"\\ud800"', "\ud800")


def test_other_kinds_of_values_are_refused() -> None:
    with pytest.raises(ValueError, match="set has no canonical form"):
        canonical({"a": {1, 2}})  # type: ignore[dict-item]


def test_words_of_the_model_are_written_as_their_text() -> None:
    assert canonical([Phase.SOCLE]) == b'["SOCLE"]'


def test_a_commitment_is_the_hash_of_the_salt_and_the_value() -> None:
    assert commitment("sel", ["é"]) == hashlib.sha256('sel["é"]'.encode()).hexdigest() == digest('sel["é"]'.encode())
    assert commitment("sel", ["a"]) != commitment("autre", ["a"])
