from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import terms
from tests.check.looking import found, subject_of, wish
from tests.mini import edit

WORDS = """\
explain:
  - {word: "dysphagi*", plain: trouble with swallowing}
  - {word: non-invasive, plain: with a mask}
known: [UK]
"""


@pytest.mark.parametrize(
    "text",
    [
        "Ask for a scan of the brain (MRI). MRI is safe.",
        "An MRI (a scan of the brain) is safe.",
        "You may hear “MRI”. An MRI is safe.",
        "This scan is called MRI. An MRI is safe.",
        "MRI or CT: pictures of the brain. Ask for an MRI.",
        "MRI is a scan of the brain.",
        "MRI means a scan of the brain.",
        "In the UK it is free.",
        "A nurse from the NN will come.",
        "Sheet E3 has more.",
        "The AB-12 pump is one such.",
        "I am here. A day at home.",
    ],
)
def test_explained_and_known_short_forms_pass(demo: Path, text: str) -> None:
    edit(demo / "glossary.yaml", "forms: [nurse, nurses]", "forms: [nurse, nurses, NN team]")
    wish(demo, text)
    assert [] == found(terms.check, demo, WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask for an MRI.", ["MRI"]),
        ("Ask for MRIs. A scan of the brain (MRI) is safe.", ["MRI"]),
        ("Ask for an MRI or a CT.", ["MRI", "CT"]),
        ("A SOD1 test helps.", ["SOD1"]),
        ("MRI, MRI, MRI.", ["MRI"]),
        ("A cell of a TABLE.", ["TABLE"]),
    ],
)
def test_a_short_form_is_explained_where_it_first_stands(
    demo: Path, text: str, expected: list[str]
) -> None:
    wish(demo, text)
    assert [("W06", "warning", f"'{one}' is not explained here") for one in expected] == found(
        terms.check, demo, WORDS
    )


def test_an_explanation_in_the_body_does_not_help_the_short_text(demo: Path) -> None:
    rest = demo / "topics/rest.yaml"
    edit(rest, "Rest **early**", "Ask for a brain scan (MRI). Rest **early**")
    edit(rest, "You may tire", "An MRI helps. You may tire")
    (finding,) = terms.check(subject_of(demo))
    assert "An MRI helps" in finding.about


def test_a_key_message_that_prints_with_each_body_is_told_of_once(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "Rest before you are tired.", "Ask for an MRI.")
    assert ["W06"] == [finding.code for finding in terms.check(subject_of(demo))]


def test_a_heading_may_name_what_the_text_explains(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "title: What helps", "title: An MRI of dysphagia")
    assert [] == found(terms.check, demo, WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trouble with swallowing (dysphagia) is common. Dysphagia can be eased.", []),
        ("It is called dysphagia.", []),
        ("Dysphagia is common.", ["Dysphagia"]),
        ("Dysphagias (several) and dysphagic.", []),
        ("A non invasive mask.", ["non invasive"]),
        ("It is not dysphagia's fault.", ["dysphagia"]),
    ],
)
def test_a_medical_word_stands_where_it_is_explained(
    demo: Path, text: str, expected: list[str]
) -> None:
    wish(demo, text)
    assert [("W07", "warning", f"'{one}' is not explained here") for one in expected] == found(
        terms.check, demo, WORDS
    )


def test_the_glossary_explains_medical_words_too(demo: Path) -> None:
    edit(demo / "glossary.yaml", "forms: [nurse, nurses]", "forms: [nurse, dysphagia]")
    wish(demo, "Dysphagia is common.")
    assert [] == found(terms.check, demo, WORDS)


def test_without_house_rules_no_word_is_hard(demo: Path) -> None:
    wish(demo, "Dysphagia is common.")
    assert [] == found(terms.check, demo)
