"""Addresses in templates are Django's own, whatever ids they are filled with."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter
from django.urls.resolvers import RegexPattern

from concentric.web.jinja import url


def routes_of_ids(resolver: URLResolver, space: str = "", ids: int = 0) -> Iterator[tuple[str, int]]:
    """Every named route that takes nothing but ids, and how many."""
    for route in resolver.url_patterns:
        converters = route.pattern.converters.values()
        is_regular_expression = isinstance(route.pattern, RegexPattern)
        if is_regular_expression or not all(isinstance(one, UUIDConverter) for one in converters):
            continue
        if isinstance(route, URLPattern):
            if route.name:
                yield space + route.name, ids + len(converters)
        else:
            below = f"{space}{route.namespace}:" if route.namespace else space
            yield from routes_of_ids(route, below, ids + len(converters))


def test_an_address_filled_with_ids_is_the_one_that_django_gives() -> None:
    routes = list(routes_of_ids(get_resolver()))
    assert max(ids for _, ids in routes) > 1
    for name, ids in routes:
        for filled in ([uuid4() for _ in range(ids)], [uuid4() for _ in range(ids)]):
            assert url(name, *filled) == reverse(name, args=filled)
