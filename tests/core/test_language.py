"""Language tags: written in one way however they came, and refused when they are none."""

import pytest

from core.errors import InvalidInput
from core.language import tag_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("pl", "pl", id="a language"),
        pytest.param(" PL ", "pl", id="shouted, with spaces"),
        pytest.param("pt-br", "pt-BR", id="with its country"),
        pytest.param("ZH-HANT", "zh-Hant", id="with its script"),
        pytest.param("sr-latn-rs", "sr-Latn-RS", id="with both"),
        pytest.param("es-419", "es-419", id="of a part of the world"),
        pytest.param("ckb", "ckb", id="three letters"),
    ],
)
def test_a_tag_is_written_in_one_way(given: str, kept: str) -> None:
    assert tag_of(given) == kept


@pytest.mark.parametrize("given", ["", "Polish", "p", "pl_PL", "pl-", "pl\nen", "x-private", "pl-PL-x-ours"])
def test_what_is_no_tag_is_refused_by_its_field(given: str) -> None:
    with pytest.raises(InvalidInput, match="Choose a language from the list") as refused:
        tag_of(given)
    assert refused.value.field == "language"
