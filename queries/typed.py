"""Questions that the typed fields of the API answer better than rows would, with the GraphQL to send."""

from typing import NamedTuple


class Typed(NamedTuple):
    """A question of a user's, by number, and the operation that answers it."""

    number: int
    title: str
    explanation: str
    graphql: str


TYPED = (
    Typed(
        number=16,
        title="What does one query give that draws a journey map: title, persona, phases with feelings and channels?",
        explanation=(
            "One journey by its key, with whom it is told for, the phases it is within, its stages and steps with "
            "their order, and at each step the channel and what each persona feels."
        ),
        graphql="""
query JourneyMap($key: String!) {
  journey(key: $key) {
    name
    for { edges { node { key name } } }
    within { edges { node { key name } } }
    stages {
      edges { node {
        name
        order
        within { edges { node { key name } } }
        steps {
          edges { node {
            name
            order
            via { edges { node { key name } } }
            feelings { edges { node { score persona { key } emotion { key } } } }
          } }
        }
      } }
    }
  }
}
""",
    ),
)
