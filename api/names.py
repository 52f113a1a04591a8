"""Names of the schema as GraphQL writes them."""

from graph_schema.model import Kind, Relationship


def camel(name: str) -> str:
    """`moments_of_truth` and `moments-of-truth` as `momentsOfTruth`."""
    first, *rest = name.replace("-", "_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def pascal(name: str) -> str:
    """`moments_of_truth` and `moments-of-truth` as `MomentsOfTruth`."""
    joined = camel(name)
    return joined[:1].upper() + joined[1:]


def constant(token: str) -> str:
    """`moment_of_truth` as `MOMENT_OF_TRUTH`."""
    return token.upper()


def doc(described: type[Kind] | type[Relationship]) -> str:
    """What a class of the schema says about itself."""
    return " ".join((described.__doc__ or "").split())
