"""How elements are stored: the properties that the store adds to what the models say."""

from graph_schema.model import Assertion, Link, Relationship
from graph_schema.registry import identifying

FROM, TO = "from", "to"
"""On every relationship, the references of its ends, so that it can be found and paged without them."""
SOURCE, DATASET = "source", "dataset"
RUN = "run"
"""On relationships that a dataset gives, the number of the run that wrote them."""
GAVE = "gave_"
"""On DESCRIBES, the prefix of the values that the dataset gave for the node's properties."""
PARTY = "party_"
"""On DESCRIBES of a fact, the prefix of the references of its parties, by relationship type in lower case."""
HASH = "hash"
"""On what a dataset says, a digest of all of it, so that a reload can tell what is new."""
SEARCH_INDEX = "search"


def identity_columns(relationship: type[Relationship]) -> tuple[str, ...]:
    """The properties that identify a relationship of this class, in the order of its constraint.

    An absent one is stored as an empty string: Neo4j neither enforces nor indexes a null.
    """
    if issubclass(relationship, Assertion):
        return (TO, FROM, SOURCE, DATASET, *identifying(relationship))
    return (FROM, TO) if issubclass(relationship, Link) else (TO, FROM)
