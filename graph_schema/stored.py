"""How elements are stored: the properties that the store adds to what the models say."""

from graph_schema.model import Assertion, Kind, Link, Relationship, properties
from graph_schema.registry import identifying

FROM, TO = "from", "to"
"""On every relationship, the references of its ends, so that it can be found and paged without them."""
SOURCE, DATASET = "source", "dataset"
RUN = "run"
"""On relationships that a dataset gives, the number of the run that wrote them."""
GAVE = "gave_"
"""On DESCRIBES, the prefix of the values that the dataset gave for the node's properties."""
SEARCH_INDEX = "search"


def identity_columns(relationship: type[Relationship]) -> tuple[str, ...]:
    """The properties that identify a relationship of this class, in the order of its constraint.

    An absent one is stored as an empty string: Neo4j neither enforces nor indexes a null.
    """
    if issubclass(relationship, Assertion):
        return (TO, FROM, SOURCE, DATASET, *identifying(relationship))
    return (FROM, TO) if issubclass(relationship, Link) else (TO, FROM)


def stored_link(link: Relationship, dataset: str = "") -> dict[str, object]:
    """The properties of a relationship as stored, without its run."""
    stored: dict[str, object] = {FROM: str(link.from_ref), TO: str(link.to_ref)}
    if isinstance(link, Assertion):
        stored[DATASET] = dataset
        stored |= dict.fromkeys(identifying(type(link)), "")
    return stored | properties(link)


def stored_node(node: Kind) -> dict[str, object]:
    """The properties of a node as stored."""
    return dict(properties(node))
