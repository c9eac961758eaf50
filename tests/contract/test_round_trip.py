"""Whatever crosses to the window comes out as it went in, under its own names."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from dunnock.contract import errors, models, requests, settings
from dunnock.contract.events import EVENTS
from dunnock.contract.generator.shape import closure
from tests.contract.strategies import instances

MODELS = closure(
    [
        *EVENTS,
        *requests.REQUESTS,
        *requests.reply_models(),
        settings.Settings,
        errors.ErrorReply,
    ]
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@given(data=st.data())
def test_a_model_read_back_from_its_json_is_equal(model: type[BaseModel], data: st.DataObject) -> None:
    instance = data.draw(instances(model))
    text = instance.model_dump_json()
    assert model.model_validate_json(text) == instance
    assert model.model_validate(instance.model_dump(mode="json")) == instance
    assert list(json.loads(text)) == list(model.model_fields)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_model_renames_its_fields(model: type[BaseModel]) -> None:
    # the bridge dumps without aliases while a schema uses them: types and wire would disagree silently
    assert model.model_config.get("alias_generator") is None
    for field in model.model_fields.values():
        assert field.alias is field.validation_alias is field.serialization_alias is None
    for mode in ("validation", "serialization"):
        schema = model.model_json_schema(mode=mode)
        assert list(schema.get("properties", {})) == list(model.model_fields)


def test_every_model_of_the_replies_is_used() -> None:
    # one that no request answers with would be generated nowhere, and rot
    declared = {
        value
        for value in vars(models).values()
        if isinstance(value, type)
        and issubclass(value, models.Model)
        and value not in {models.Model, models.Reply}
    }
    assert declared - set(MODELS) == set()
