"""The people of the road: each has a browser of their own, opened when they first do something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from concentric.foundation.accounts.viewer import Viewer
from tests.factories.world import World
from tests.support.browsing import OpenPage

SignIn = Callable[[Page, Any], None]


@dataclass
class Road:
    """A partnership at work. `by(role)` is that person's page; `script` says whether their browsers run JavaScript."""

    world: World
    open_page: OpenPage
    sign_in: SignIn
    script: bool = True
    meeting: str = ""
    _pages: dict[str, Page] = field(default_factory=dict)

    def by(self, role: str) -> Page:
        if role not in self._pages:
            page = self.open_page(java_script_enabled=self.script)
            self.sign_in(page, self.viewer(role).user)
            self._pages[role] = page
        return self._pages[role]

    def viewer(self, role: str) -> Viewer:
        return self.world.viewers[role]
