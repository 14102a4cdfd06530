"""Every region that is shipped is whole: nothing is missing, nothing is unsourced."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from generator.check.dates import facts
from generator.content.library import NEUTRAL_REGION, Library, load
from generator.content.model import Region
from generator.project import supplied
from generator.select import region as region_of

CODES = ["001", "AU", "BR", "CA", "CN", "DE", "ES", "FR", "GB", "IE", "IN", "TW", "US"]
MEDICINES = [
    "riluzole", "edaravone-iv", "edaravone-oral", "tofersen", "dextromethorphan-quinidine",
]  # fmt: skip
NUMBERS = {
    "AU": "000", "BR": "192", "CA": "911", "CN": "120", "DE": "112", "ES": "112", "FR": "112",
    "GB": "999", "IE": "112 or 999", "IN": "112", "TW": "119", "US": "911", "001": None,
}  # fmt: skip
LETTER = {"CA", "US"}
MOST_WORDS = 20
A_YEAR = timedelta(days=366)


@pytest.fixture(scope="module")
def als() -> Library:
    return load(supplied("content") / "als", "content/als")


@pytest.fixture(params=CODES)
def region(als: Library, request: pytest.FixtureRequest) -> Region:
    return als.regions[str(request.param)]


def sayings(region: Region) -> list[str]:
    """The sentences that readers see of a region."""
    return [
        *([region.emergency.without_speech] if region.emergency.without_speech else []),
        *(organisation.what for organisation in region.organisations),
        *(medicine.note for medicine in region.medicines.values()),
        *(paper.note for paper in region.legal),
    ]


def test_these_regions_are_shipped(als: Library) -> None:
    assert sorted(als.regions) == CODES


def test_a_region_has_all_its_parts(region: Region) -> None:
    is_neutral = region.region == NEUTRAL_REGION
    assert region.also
    assert region.organisations
    assert list(region.medicines) == MEDICINES
    assert bool(region.legal) is not is_neutral
    assert region.paper == ("Letter" if region.region in LETTER else "A4")
    assert region.emergency.without_speech


def test_the_emergency_number_is_the_one_that_is_published(region: Region) -> None:
    assert NUMBERS[region.region] == region.emergency.number


def test_every_fact_has_a_source_that_exists_and_its_days(als: Library, region: Region) -> None:
    for name, fact in facts(region):
        assert set(fact.sources) <= set(als.sources), name
        assert timedelta() < fact.expires - fact.checked <= A_YEAR, name


def test_what_rests_on_memory_alone_is_marked(als: Library, region: Region) -> None:
    unmarked = [
        name
        for name, fact in facts(region)
        if not fact.verify and all(als.sources[source].verify for source in fact.sources)
    ]
    assert [] == unmarked


def test_a_telephone_number_was_read_in_a_source_and_has_its_day(
    als: Library, region: Region
) -> None:
    for organisation in region.organisations:
        if organisation.phone:
            assert organisation.checked
            assert not organisation.verify
            assert not any(als.sources[source].verify for source in organisation.sources)


def test_no_other_number_hides_in_the_words(region: Region) -> None:
    long_number = re.compile(r"\d[\d -]{4,}\d")
    assert [] == [text for text in sayings(region) if long_number.search(text)]


def test_an_unknown_state_says_nothing_of_a_medicine(als: Library, region: Region) -> None:
    neutral = {medicine.note for medicine in als.regions[NEUTRAL_REGION].medicines.values()}
    for key, medicine in region.medicines.items():
        if medicine.status == "unknown":
            assert medicine.verify, key
            assert medicine.note in neutral or region.region == "GB", key


def test_words_are_short_enough_to_read(region: Region) -> None:
    long = [text for text in sayings(region) if len(text.split()) > MOST_WORDS]
    assert [] == long


def test_a_name_that_people_type_leads_to_one_region(als: Library) -> None:
    names = [
        name.lower()
        for region in als.regions.values()
        for name in {region.region, region.name, *region.also}
    ]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Ireland", "IE"), ("España", "ES"), ("Mainland China", "CN"), ("taiwan", "TW"),
     ("Deutschland", "DE"), ("Northern Ireland", "GB")],
)  # fmt: skip
def test_people_type_the_names_of_their_own_country(als: Library, typed: str, code: str) -> None:
    assert code == region_of(als, typed)
