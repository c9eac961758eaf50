import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.contract.errors import SettingError
from dunnock.contract.settings import DEFAULT_COLUMNS, VALUE_LIMIT, Settings
from dunnock.services.settings import SettingsService
from dunnock.store import change_log
from dunnock.store.database import Database
from tests.contract.strategies import JSON
from tests.store.quick_database import quick_database


@pytest.fixture
def service(database: Database) -> SettingsService:
    return SettingsService(database)


def logged(database: Database) -> list[dict[str, Any]]:
    with database.read() as reader:
        rows = change_log.read_after(reader, 0, 100)
    # a reset can be undone, which the history tells of itself
    assert {row.name for row in rows} <= {"settings:updated", "history:updated"}
    return [json.loads(row.payload) for row in rows if row.name == "settings:updated"]


def test_every_setting_has_its_default_at_first(service: SettingsService) -> None:
    reply = service.values()
    assert reply.values == Settings().model_dump(mode="json")
    assert reply.as_of == 0


def test_a_value_is_kept_and_told_with_the_one_before(service: SettingsService, database: Database) -> None:
    service.set("theme", "dark")
    service.set("theme", "light")
    assert service.get("theme") == "light"
    assert logged(database) == [
        {"key": "theme", "value": "dark", "previous_value": "system"},
        {"key": "theme", "value": "light", "previous_value": "dark"},
    ]
    assert service.values().as_of == 2


def test_a_value_is_still_there_when_the_database_is_opened_again(
    service: SettingsService, home: Path
) -> None:
    service.set("sidebar_width", 300)
    again = Database(home / "dunnock.db")
    assert SettingsService(again).get("sidebar_width") == 300
    again.close()


def test_the_value_it_has_already_is_not_told(service: SettingsService, database: Database) -> None:
    service.set("theme", "system")
    service.reset("theme")
    assert logged(database) == []


def test_a_reset_gives_the_default_again_and_stores_nothing(
    service: SettingsService, database: Database
) -> None:
    service.set("theme", "dark")
    service.reset("theme")
    assert service.get("theme") == "system"
    assert logged(database)[-1] == {"key": "theme", "value": "system", "previous_value": "dark"}
    with database.read() as reader:
        assert list(reader.rows("SELECT * FROM setting")) == []


def test_a_list_and_a_model_are_given_and_read_as_json(service: SettingsService) -> None:
    columns = [column.model_dump() for column in DEFAULT_COLUMNS][:2]
    service.set("library_columns", columns)
    service.set("library_sort", {"column": "year", "descending": True})
    assert service.get("library_columns") == columns
    assert service.get("library_sort") == {"column": "year", "descending": True}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("theme", "purple", "'system', 'light' or 'dark'"),
        ("theme", None, "'system', 'light' or 'dark'"),
        ("sort_ignores_articles", 1, "valid boolean"),
        ("sort_ignores_articles", "true", "valid boolean"),
        ("sidebar_width", "300", "valid integer"),
        ("sidebar_width", 10, "greater than or equal to 160"),
        ("sidebar_width", float("nan"), "finite|integer"),
        ("library_sort", {"column": "year"}, "descending: Field required"),
        ("library_sort", {"column": "year", "descending": True, "x": 1}, "x: Extra inputs"),
        ("library_columns", "title", "valid tuple|valid array"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_what_is_wrong(
    service: SettingsService, database: Database, key: str, value: object, words: str
) -> None:
    with pytest.raises(SettingError, match=words) as caught:
        service.set(key, value)
    assert caught.value.message.startswith(f"{key} cannot be ")
    assert logged(database) == []
    assert service.get(key) == service.values().values[key]


def test_a_value_too_long_for_an_event_is_refused(service: SettingsService, database: Database) -> None:
    column = {"id": "title", "width": 100, "visible": True}
    with pytest.raises(SettingError, match=f"{VALUE_LIMIT} bytes"):
        service.set("library_columns", [column] * 100)
    assert logged(database) == []


@pytest.mark.parametrize("act", ["get", "set", "reset"])
def test_an_unknown_setting_is_refused_with_the_one_that_was_meant(
    service: SettingsService, act: str
) -> None:
    arguments = ("themes", "dark") if act == "set" else ("themes",)
    with pytest.raises(SettingError, match="Did you mean theme"):
        getattr(service, act)(*arguments)
    with pytest.raises(SettingError, match=r"There are: .*sidebar_width"):
        service.get("xyz")


def test_a_stored_value_that_no_longer_fits_gives_way_to_the_default(
    service: SettingsService, database: Database
) -> None:
    with database.transaction() as transaction:
        transaction.execute("INSERT INTO setting VALUES ('theme', '\"sepia\"'), ('of a later version', '1')")
    assert service.values().values == Settings().model_dump(mode="json")
    service.set("theme", "dark")
    assert logged(database) == [{"key": "theme", "value": "dark", "previous_value": "system"}]


@given(key=st.sampled_from(sorted(Settings.model_fields)), value=JSON)
def test_any_json_is_either_kept_as_it_is_or_refused_with_words(key: str, value: Any) -> None:
    with quick_database() as database:
        service = SettingsService(database)
        before = service.get(key)
        refused = None
        try:
            service.set(key, value)
        except SettingError as error:
            refused = error
        if refused is None:
            assert service.get(key) == value
            assert type(service.get(key)) is type(value)
        else:
            assert service.get(key) == before
            assert refused.message
            assert refused.hint
