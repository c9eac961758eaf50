"""The requests and errors: complete, with names of their own, closed to what was not declared."""

import re
from typing import get_args

import pytest
from pydantic import ValidationError

from dunnock.contract import errors
from dunnock.contract.errors import ERRORS, DunnockError, ErrorReply
from dunnock.contract.models import Model
from dunnock.contract.requests import REQUESTS, Brief, Request
from tests.contract.test_events import all_subclasses


def test_every_declared_request_is_in_the_list_once() -> None:
    assert set(REQUESTS) == set(all_subclasses(Request)) - {Brief}
    assert len(set(REQUESTS)) == len(REQUESTS)


def test_requests_have_names_of_their_own() -> None:
    names = [request.NAME for request in REQUESTS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


@pytest.mark.parametrize("request_type", REQUESTS, ids=lambda request: request.NAME)
def test_a_request_is_closed_and_answered_with_a_model(request_type: type[Request]) -> None:
    assert issubclass(request_type.REPLY, Model) or request_type.REPLY is bytes
    assert request_type.__doc__
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        request_type.model_validate({"a_field_nobody_declared": 1})


def test_every_declared_error_is_in_the_list_once() -> None:
    assert set(ERRORS) == set(all_subclasses(DunnockError))
    assert len(set(ERRORS)) == len(ERRORS)


def test_every_error_has_a_code_of_its_own_and_every_code_an_error() -> None:
    codes = [error.CODE for error in ERRORS]
    assert sorted(codes) == sorted(get_args(errors.ErrorCode))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_error_crosses_with_what_is_wrong_and_what_to_do(error: type[DunnockError]) -> None:
    raised = error("The disk is full.", "Free some space.")
    assert raised.reply() == ErrorReply(code=error.CODE, message="The disk is full.", hint="Free some space.")
    assert str(raised) == "The disk is full. Free some space."


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_the_tree_of_errors_at_the_top_of_the_page_is_whole(error: type[DunnockError]) -> None:
    assert f"`{error.__name__}`: " in (errors.__doc__ or "")
