"""What every player does, real or not: a class of tests for each to inherit, with a `bench` of its own."""

from tests.media.player.crossfades import CrossfadeContract
from tests.media.player.faults import FaultContract
from tests.media.player.items import ItemContract
from tests.media.player.outputs import OutputContract
from tests.media.player.places import PlaceContract


class PlayerContract(ItemContract, PlaceContract, FaultContract, CrossfadeContract, OutputContract):
    """The tests. A subclass gives the fixture `bench`."""
