"""What happens to a window while others are at work: it is reloaded, hidden, scrolled, and another list is opened."""

import random
from collections import Counter
from collections.abc import Callable

from tests.desktop.harness import DrivenWindow

_CLICKS = ["nav-library", "nav-favorites", "nav-recently-added", "playlist-item", "playlist-item"]
_CLICK = 'document.querySelectorAll(`[data-testid="${arguments[0]}"]`)[arguments[1]]?.click()'

_TYPE = """
const field = document.querySelector('[data-testid="search"]');
if (!field) return;
field.value = arguments[0];
field.dispatchEvent(new Event('input', {bubbles: true}));
"""
_SEARCHES = ["", "", "song 000", "artist 3", "extra", "nothing is called so"]

_SCROLL = """
const list = document.querySelector(`[data-testid="${arguments[0]}"]`);
if (list) list.scrollTop = arguments[1] * (list.scrollHeight - list.clientHeight);
"""


class Disturbances:
    """Draws them from a seed and counts them."""

    def __init__(self, window: DrivenWindow, seed: str) -> None:
        self.count: Counter[str] = Counter()
        self._window = window
        self._dice = random.Random(seed)

    def one(self) -> None:
        """Do the next one to the window at the wheel, or nothing."""
        weights: dict[Callable[[], None] | None, int] = {
            self._reload: 12,
            self._hide: 12,
            self.show: 12,
            self._open: 25,
            self._search: 10,
            self._scroll: 20,
            None: 9,
        }
        (act,) = self._dice.choices(list(weights), list(weights.values()))
        if act is not None:
            self.count[act.__name__.strip("_")] += 1
            act()

    def show(self) -> None:
        """Show the window if it is hidden."""
        self._window.driver.command("POST", "/window/rect", {"width": 1280, "height": 800})

    def _reload(self) -> None:
        self._window.driver.run("location.reload()")

    def _hide(self) -> None:
        self._window.driver.command("POST", "/window/minimize", {})

    def _open(self) -> None:
        self._window.driver.run(_CLICK, self._dice.choice(_CLICKS), self._dice.randrange(3))

    def _search(self) -> None:
        self._window.driver.run(_TYPE, self._dice.choice(_SEARCHES))

    def _scroll(self) -> None:
        place = self._dice.choice([0.0, 1.0, self._dice.random()])
        self._window.driver.run(_SCROLL, self._dice.choice(["track-list", "queue-list"]), place)
