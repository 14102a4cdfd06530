"""What tests share: one store of sheets a run, the miniature booklet, the specimens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.batch import handout
from generator.batch.order import Order
from tests import pressroom
from tests.pressroom import Made, Specimens


@pytest.fixture(autouse=True, scope="session")
def _a_store_of_the_users_own_stays_out() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CAREFOLD_CACHE", raising=False)
        yield


@pytest.fixture(scope="session")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the whole run: test processes may share it, a name never changes meaning."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "store"


@pytest.fixture(scope="session")
def mini_made(tmp_path_factory: pytest.TempPathFactory, shared_store: Path) -> Made:
    """The miniature booklet in all formats, built where folder and user have odd names."""
    root = tmp_path_factory.mktemp(pressroom.FOLDER_MARK)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("USER", "LOGNAME", "USERNAME", "HOME"):
            patch.setenv(
                name, f"/home/{pressroom.USER_MARK}" if name == "HOME" else pressroom.USER_MARK
            )
        return pressroom.make_mini(root, shared_store)


@pytest.fixture(scope="session")
def mini_reader(mini_made: Made) -> bytes:
    return mini_made.read("reader")


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory, shared_store: Path) -> Path:
    """Two sheets of the miniature condition, as a nurse hands them over."""
    made = pressroom.project(tmp_path_factory.mktemp("handout"), shared_store)
    order = Order("demo", "", region="GB", clinic="example")
    return handout.make(made, order, ["rest", "A1"], None)[0]


@pytest.fixture(scope="session")
def specimens(tmp_path_factory: pytest.TempPathFactory, shared_store: Path) -> Specimens:
    """Small documents, each typeset for one thing it shows or tries."""
    reaching = pressroom.reaching(tmp_path_factory.mktemp("drawings"))
    documents = [*pressroom.specimens().values(), *reaching.values()]
    return pressroom.typeset_all(documents, shared_store)
