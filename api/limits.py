"""What one operation may ask for, and how much the server takes on at once."""

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """Bounds that keep a single client from taking the server for itself.

    Each is a setting: `max_depth` is JOURNEYGRAPH_MAX_DEPTH in the environment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    default_page: int = Field(default=20, ge=1, description="How many edges a connection gives that isn't told.")
    max_page: int = Field(default=100, ge=1, description="How many edges of a connection may be asked for at once.")
    max_depth: int = Field(default=24, ge=1, description="How deep an operation may nest.")
    max_tokens: int = Field(default=4_000, ge=1, description="How many tokens a document may have.")
    max_aliases: int = Field(default=100, ge=0, description="How many aliases an operation may have, fragments spread.")
    max_directives: int = Field(default=50, ge=0, description="How many directives a document may have.")
    max_roots: int = Field(default=20, ge=1, description="How many root fields an operation may have.")
    max_fields: int = Field(
        default=4_000, ge=1, description="How many fields an operation may select, with fragments spread."
    )
    max_nodes: int = Field(
        default=500_000, ge=1, description="How many nodes an operation may ask for: the product of its page sizes."
    )
    max_plan: int = Field(
        default=1_500,
        ge=1,
        description="How much Neo4j may have to plan for an operation: 5 for each list, total or single neighbour of "
        "nodes, 1 for each word of a filter.",
    )
    max_conditions: int = Field(
        default=200, ge=1, description="How many conditions the filters of one connection may have."
    )
    max_filter_depth: int = Field(
        default=12, ge=1, description="How deep a filter may nest: through relationships, `and`, `or` and `not`."
    )
    max_introspection: int = Field(
        default=3, ge=0, description="How many times over an operation may ask for the whole schema; 0: not at all."
    )
    max_body: int = Field(default=1_000_000, ge=1_000, description="How many bytes a request may have.")
    max_upload: int = Field(default=500_000_000, ge=1_000, description="How many bytes an uploaded file may have.")
    max_uploads: int = Field(
        default=5_000_000_000, ge=1_000, description="How many bytes all files may have that were uploaded in a day."
    )
    arrival: float = Field(
        default=20.0,
        gt=0,
        description="How long a request may take to arrive, in seconds; each 10 kB of its body allow one more.",
    )
    connections: int = Field(default=1_000, ge=1, description="How many connections a worker keeps open at once.")
    seconds: float = Field(default=30.0, gt=0, description="How long Neo4j may work on one root field, in seconds.")
    concurrency: int = Field(default=40, ge=1, description="How many operations a worker runs at once.")
    queue: int = Field(default=100, ge=0, description="How many more wait for their turn, before others are refused.")
    patience: float = Field(default=5.0, ge=0, description="How long they wait at most, in seconds.")
    rate: int = Field(
        default=1_200, ge=0, description="How many requests a minute each credential has at a worker; 0: any number."
    )
