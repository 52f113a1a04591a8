"""The explicit list of all kinds and relationships; everything else derives from it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from graph_schema.errors import NotFoundError
from graph_schema.fields import fields_of
from graph_schema.kinds import (
    contact,
    evidence,
    experience,
    journey,
    lifecycle,
    observed,
    records,
    transition,
    who,
    why,
)
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, Record, Relationship, Structure

SCHEMA_VERSION = 1


def identifying(element: type[Relationship] | type[Kind]) -> tuple[str, ...]:
    """The properties that, beside ends, source and dataset, tell two of a fact or assertion apart."""
    return element.identifying if issubclass(element, Assertion | Fact) else ()


def needs_more(relationship: type[Relationship]) -> tuple[str, ...]:
    """The properties without which a link can't be written, so that its end's key alone is not enough."""
    claim = fields_of(Claim)
    return tuple(field.name for field in fields_of(relationship) if field.required and field not in claim)


class Registry:
    """The kinds and relationships of a knowledge base, and how they fit together.

    Raises ValueError where they don't: a name used twice, an end that isn't registered, relationships of one
    type that differ in what identifies them.
    """

    def __init__(self, kinds: Sequence[type[Kind]], relationships: Sequence[type[Relationship]]) -> None:
        self.kinds = tuple(kinds)
        self.relationships = tuple(relationships)
        self._by_token = {kind.token(): kind for kind in kinds}
        self.tokens = {kind.label(): kind.token() for kind in kinds}
        """The token of each kind, by its label."""
        self._check()

    def extended(self, kinds: Iterable[type[Kind]], relationships: Iterable[type[Relationship]] = ()) -> "Registry":
        """A registry with more kinds and relationships."""
        return Registry((*self.kinds, *kinds), (*self.relationships, *relationships))

    def kind(self, token: str) -> type[Kind]:
        """The kind with this token; NotFoundError where there is none."""
        if token not in self._by_token:
            raise NotFoundError(f"There is no kind {token!r}.", f"Kinds are: {', '.join(sorted(self._by_token))}.")
        return self._by_token[token]

    def has_kind(self, token: str) -> bool:
        """Whether there is a kind with this token."""
        return token in self._by_token

    @cached_property
    def written_kinds(self) -> tuple[type[Kind], ...]:
        """The kinds that people write: all but the records."""
        return tuple(kind for kind in self.kinds if not issubclass(kind, Record))

    @cached_property
    def rel_types(self) -> dict[str, tuple[type[Relationship], ...]]:
        """The relationship classes of each type."""
        types: dict[str, tuple[type[Relationship], ...]] = {}
        for relationship in self.relationships:
            types[relationship.rel_type] = (*types.get(relationship.rel_type, ()), relationship)
        return types

    def starts(self, relationship: type[Relationship]) -> tuple[type[Kind], ...]:
        """The kinds that a relationship can start at."""
        return self._ends(relationship.start)

    def ends(self, relationship: type[Relationship]) -> tuple[type[Kind], ...]:
        """The kinds that a relationship can end at; `Kind` as an end stands for all that people write."""
        return self._ends(relationship.end)

    def leaving(self, kind: type[Kind]) -> tuple[type[Relationship], ...]:
        """The relationships that can start at a kind."""
        return self._leaving[kind]

    def arriving(self, kind: type[Kind]) -> tuple[type[Relationship], ...]:
        """The relationships that can end at a kind."""
        return self._arriving[kind]

    @cached_property
    def _leaving(self) -> dict[type[Kind], tuple[type[Relationship], ...]]:
        return {kind: tuple(rel for rel in self.relationships if kind in self.starts(rel)) for kind in self.kinds}

    @cached_property
    def _arriving(self) -> dict[type[Kind], tuple[type[Relationship], ...]]:
        return {kind: tuple(rel for rel in self.relationships if kind in self.ends(rel)) for kind in self.kinds}

    def containment(self, kind: type[Kind]) -> type[Structure] | None:
        """The relationship between a contained kind and its container."""
        if kind.parent is None:
            return None
        pairs = {kind, kind.parent}
        return next(rel for rel in self.relationships if issubclass(rel, Structure) and {*rel.start, *rel.end} == pairs)

    def parties(self, kind: type[Kind]) -> tuple[type[Party], ...]:
        """The parties of a fact."""
        return tuple(rel for rel in self.leaving(kind) if issubclass(rel, Party))

    def claims(self, kind: type[Kind]) -> tuple[type[Relationship], ...]:
        """The relationships that a person can write on a record of this kind, by their forward names."""
        return tuple(rel for rel in self.leaving(kind) if issubclass(rel, Assertion | Party))

    def _ends(self, declared: tuple[type[Kind], ...]) -> tuple[type[Kind], ...]:
        return self.written_kinds if declared == (Kind,) else declared

    def _check(self) -> None:
        if len(self._by_token) != len(self.kinds):
            raise ValueError("two kinds have the same name")
        for rel_type, classes in self.rel_types.items():
            if len({identifying(rel) for rel in classes}) > 1:
                raise ValueError(f"classes of type {rel_type} differ in what identifies them")
        for kind in self.kinds:
            self._check_kind(kind)

    def _check_kind(self, kind: type[Kind]) -> None:
        names = list(kind.model_fields)
        names += [rel.forward for rel in self.leaving(kind)]
        names += [rel.backward for rel in self.arriving(kind)]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise ValueError(f"{kind.__name__} has two meanings for {', '.join(sorted(doubled))}")
        if kind.parent is not None and kind.parent not in self.kinds:
            raise ValueError(f"{kind.__name__} is contained in a kind that is not registered")
        if issubclass(kind, Fact) and not self.parties(kind):
            raise ValueError(f"{kind.__name__} is a fact without parties")


KINDS: tuple[type[Kind], ...] = (
    why.Brand,
    why.BrandGoal,
    why.BrandPromise,
    why.CxGoal,
    why.DesiredOutcome,
    why.Practice,
    who.Segment,
    who.Persona,
    who.Need,
    who.Circumstance,
    who.SuccessPlan,
    who.Stakeholder,
    who.System,
    lifecycle.LifecycleModel,
    lifecycle.Phase,
    lifecycle.Milestone,
    transition.Transition,
    journey.Journey,
    journey.Stage,
    journey.Step,
    journey.MicroMoment,
    journey.Touchpoint,
    journey.Channel,
    contact.Content,
    contact.Action,
    contact.Verdict,
    experience.MomentOfTruth,
    experience.PainPoint,
    experience.Gain,
    experience.Opportunity,
    experience.Solution,
    experience.Emotion,
    experience.Feeling,
    experience.ChurnSignal,
    experience.Departure,
    evidence.Source,
    evidence.Quote,
    evidence.Insight,
    evidence.Term,
    evidence.Definition,
    observed.Metric,
    contact.Survey,
    observed.Reading,
    observed.Response,
    observed.Variant,
    records.Dataset,
    records.LoadRun,
    records.LoadedFile,
    records.Change,
    records.Alias,
    records.Forgotten,
    records.KnowledgeBase,
)

RELATIONSHIPS: tuple[type[Relationship], ...] = (
    why.Pursues,
    why.Promises,
    why.Advances,
    why.Upholds,
    why.ContributesTo,
    who.Represents,
    who.HasNeed,
    who.HasCircumstance,
    who.ArisesIn,
    who.PartOf,
    who.MilestoneFor,
    who.PlanFor,
    lifecycle.InModel,
    lifecycle.Next,
    lifecycle.AlignsWith,
    lifecycle.Delimits,
    transition.Leaves,
    transition.Enters,
    transition.TransitionAmong,
    transition.HandedOverBy,
    transition.CarriedBy,
    journey.HasStage,
    journey.HasStep,
    journey.HasMoment,
    journey.JourneyWithin,
    journey.StageWithin,
    journey.For,
    journey.TouchpointFor,
    journey.Triggers,
    journey.Opens,
    journey.StepNext,
    journey.JourneyRevises,
    journey.StepRevises,
    journey.At,
    journey.Via,
    journey.PlacedIn,
    journey.Performs,
    journey.Enables,
    contact.Owns,
    contact.Influences,
    contact.Feeds,
    contact.Shapes,
    contact.FoundBy,
    contact.Delivers,
    contact.Impacts,
    contact.SentAt,
    contact.SentVia,
    contact.SentTo,
    contact.MeantFor,
    contact.Answers,
    contact.TakenAt,
    contact.QualifiesFor,
    contact.VerdictAbout,
    contact.DecidedBy,
    experience.Serves,
    experience.Fulfils,
    experience.Shows,
    experience.MomentOccursAt,
    experience.PainOccursAt,
    experience.GainOccursAt,
    experience.OpportunityOccursAt,
    experience.Hurts,
    experience.Addresses,
    experience.FeltBy,
    experience.FeltAt,
    experience.FeltAs,
    experience.FeltAfter,
    experience.Indicates,
    experience.ObservedIn,
    experience.DepartureAmong,
    experience.LeftBecauseOf,
    experience.LastMetAt,
    evidence.From,
    evidence.DefinitionFrom,
    evidence.SaidBy,
    evidence.Supports,
    evidence.Contradicts,
    evidence.Concerns,
    evidence.Defines,
    evidence.DefinedBy,
    observed.MeasuredBy,
    observed.Raises,
    observed.Lowers,
    observed.ReadingOf,
    observed.ReadingAbout,
    observed.ReadingAmong,
    observed.ReadingThrough,
    observed.ReadingIn,
    observed.ResponseAbout,
    observed.ResponseAmong,
    observed.ResponseOf,
    observed.ResponseIn,
    observed.Says,
    observed.VariantFor,
    observed.Passes,
    observed.LedTo,
    records.Describes,
)

REGISTRY = Registry(KINDS, RELATIONSHIPS)
