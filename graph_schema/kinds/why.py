"""Why: what the brand wants, what it promises, and what the experience is to achieve for it."""

from graph_schema.model import Assertion, Family, Named, prop


class Why(Named):
    """A thing of the family 'why'."""

    family = Family.WHY


class Brand(Why):
    """A company or product as its customers know it."""

    plural = "brands"


class BrandGoal(Why):
    """What the brand wants to reach; the end of every trace."""

    plural = "brand_goals"
    owner: str | None = prop("Who answers for the goal: a role or a team.", default=None)
    target: str | None = prop("What is to be reached by when, as the team words it.", default=None)


class BrandPromise(Why):
    """What the brand leads its customers to expect."""

    plural = "brand_promises"


class CxGoal(Why):
    """What the customer experience is to achieve, as an aim that a moment can serve."""

    plural = "cx_goals"
    owner: str | None = prop("Who answers for the goal: a role or a team.", default=None)
    target: str | None = prop("What is to be reached by when, as the team words it.", default=None)


class Pursues(Assertion):
    """(Brand)-[:PURSUES]->(BrandGoal): the brand has this goal."""

    rel_type = "PURSUES"
    start, end = (Brand,), (BrandGoal,)
    forward, backward = "pursues", "pursued_by"


class Promises(Assertion):
    """(Brand)-[:PROMISES]->(BrandPromise): the brand makes this promise."""

    rel_type = "PROMISES"
    start, end = (Brand,), (BrandPromise,)
    forward, backward = "promises", "promised_by"


class Contribution(Assertion):
    """What every link on the way to a brand goal carries."""

    strength: int | None = prop(
        "How much it contributes, 1 (a little) to 3 (decisive); null: not recorded.", default=None, ge=1, le=3
    )


class Advances(Contribution):
    """(CxGoal)-[:ADVANCES]->(BrandGoal): reaching the one helps to reach the other."""

    rel_type = "ADVANCES"
    start, end = (CxGoal,), (BrandGoal,)
    forward, backward = "advances", "advanced_by"


class Upholds(Contribution):
    """(BrandPromise)-[:UPHOLDS]->(BrandGoal): keeping the promise helps to reach the goal."""

    rel_type = "UPHOLDS"
    start, end = (BrandPromise,), (BrandGoal,)
    forward, backward = "upholds", "upheld_by"
