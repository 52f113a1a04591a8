"""Lists all personas, page by page: `python personas.py`."""

from collections.abc import Iterator

from connecting import client
from journeys import Client, PersonasPersonasEdgesNode


def personas(api: Client, first: int = 5) -> Iterator[PersonasPersonasEdgesNode]:
    """All personas; each page is asked for when it is needed."""
    after = None
    while True:
        page = api.personas(first=first, after=after).personas
        yield from (edge.node for edge in page.edges)
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


for persona in personas(client()):
    print(f"{persona.name}: {persona.needs.total_count} needs, {persona.pain_points.total_count} pain points")
