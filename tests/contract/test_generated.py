"""The committed files are what the contract generates, and say all that it says."""

import json
import re
from pathlib import Path

import pytest

from dunnock.contract.events import EVENTS
from dunnock.contract.generator import FORMATS, OUTPUTS
from dunnock.contract.generator.shape import shape_of
from dunnock.contract.generator.typescript import typescript
from dunnock.contract.requests import REQUESTS
from dunnock.contract.settings import Settings

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FORMATS)
def test_the_committed_file_is_current(name: str) -> None:
    committed = (CHECKOUT / OUTPUTS[name]).read_text(encoding="utf-8")
    assert committed == FORMATS[name](), f"{OUTPUTS[name]} is stale: run `dunnock contract --write .`"


@pytest.mark.parametrize("name", FORMATS)
def test_a_generator_gives_the_same_text_every_time(name: str) -> None:
    assert FORMATS[name]() == FORMATS[name]()


@pytest.mark.parametrize("name", FORMATS)
def test_generated_files_say_so_and_how(name: str) -> None:
    assert "Generated from src/dunnock/contract, do not edit" in FORMATS[name]()


def test_typescript_has_every_event_and_request_with_its_types() -> None:
    text = typescript()
    for event in EVENTS:
        assert f'  readonly "{event.NAME}": {event.__name__};\n' in text
        assert f'  "{event.NAME}",\n' in text
    for request in REQUESTS:
        assert (
            f"  readonly {request.NAME}: {{ readonly request: {request.__name__}; "
            f"readonly reply: {'ArrayBuffer' if request.REPLY is bytes else request.REPLY.__name__} }};\n"
        ) in text


def test_typescript_never_gives_up_on_a_type() -> None:
    assert not re.search(r"\bany\b", re.sub(r"/\*.*?\*/", "", typescript(), flags=re.DOTALL))


def test_typescript_carries_the_docstrings() -> None:
    for model in (*EVENTS, *REQUESTS):
        assert (model.__doc__ or "?").split("\n")[0] in typescript()


def test_typescript_knows_the_defaults_of_the_settings() -> None:
    found = re.search(
        r"DEFAULT_SETTINGS: Settings = (\{.*?^\});", typescript(), flags=re.DOTALL | re.MULTILINE
    )
    assert found is not None
    assert Settings.model_validate_json(found[1]) == Settings()


def test_fields_with_a_default_may_be_left_out_of_a_request() -> None:
    assert "readonly folder_ids?: readonly number[] | null;" in typescript()
    assert "readonly job_id: string;" in typescript()


def test_the_schema_names_every_event_and_request() -> None:
    schema = json.loads(FORMATS["json-schema"]())
    assert list(schema["events"]) == [event.NAME for event in EVENTS]
    assert list(schema["requests"]) == [request.NAME for request in REQUESTS]
    definitions = schema["$defs"]
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema)):
        assert reference.removeprefix("#/$defs/") in definitions


@pytest.mark.parametrize("annotation", [bytes, set[int], int | str, dict[int, str]])
def test_a_type_no_generator_knows_is_refused(annotation: object) -> None:
    with pytest.raises(TypeError, match="The generators cannot express"):
        shape_of(annotation)
