"""The JSON files that TheyDo takes, as its schemas describe them (theydo/theydo-s3-integrations, schemas)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AliasChoices, AllowInfNan, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.alias_generators import to_camel

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Number = Annotated[float, AllowInfNan(False)]


class Part(BaseModel):
    """A part of a file; what the schemas don't name is left out."""

    model_config = ConfigDict(frozen=True, strict=True, alias_generator=to_camel)


class GroupTag(Part):
    """A tag, with the group that it is of."""

    tag_group: str
    tag: str


class Item(Part):
    """What every item has: `importKey` stays, so that a later file tells more of the same thing."""

    import_key: Text
    title: Text
    description: str | None = None
    groups: list[str] | None = None
    group_tags: list[GroupTag] | None = None
    owner_email: str | None = None


class Thing(Item):
    """An insight, an opportunity or a solution."""

    type: str | None = None
    status: str | None = None
    tags: list[str] | None = None
    external_links: list[str] | None = None
    priority: str | None = None
    empathy_score: Number | None = None
    weight: Number | None = None


class Dimension(Part):
    """Of what part of the customers a data point is."""

    key: Text
    value: Text


class Point(Part):
    """One measurement."""

    date_of_measurement: Annotated[date, Field(strict=False)]
    dimensions: list[Dimension] = Field(default_factory=list[Dimension])


class NpsPoint(Point):
    """How many were promoters, passives and detractors."""

    promoters: Count
    passives: Count
    detractors: Count


class CsatPoint(Point):
    """How many gave each of five answers."""

    very_unsatisfied: Count
    unsatisfied: Count
    neutral: Count
    satisfied: Count
    very_satisfied: Count


class CesPoint(Point):
    """A score, and how many it rests on."""

    score: Number
    respondents: Count


class RatioPoint(Point):
    """A part and the whole."""

    numerator: int
    denominator: int


class OtherPoint(Point):
    """A value."""

    value: Number


class Comparison(StrEnum):
    """Which side of a target is right."""

    AT_MOST = "LESS_THAN_OR_EQUAL_TO"
    AT_LEAST = "MORE_THAN_OR_EQUAL_TO"


class MetricItem(Item):
    """A metric."""

    unit: str = ""
    target: Number | None = None
    target_comparison_operator: Annotated[Comparison, Field(strict=False)] | None = None


class Nps(MetricItem):
    """A Net Promoter Score."""

    type: Literal["NPS"]
    data_points: list[NpsPoint]


class Csat(MetricItem):
    """Customer satisfaction."""

    type: Literal["CSAT"]
    data_points: list[CsatPoint]


class Ces(MetricItem):
    """A Customer Effort Score."""

    type: Literal["CES"]
    data_points: list[CesPoint]


class Ratio(MetricItem):
    """A share of something."""

    type: Literal["RATIO"]
    data_points: list[RatioPoint]


class Other(MetricItem):
    """Anything else that is measured."""

    type: Literal["OTHER"]
    data_points: list[OtherPoint]
    aggregation_method: str | None = None


Metric = Annotated[Nps | Csat | Ces | Ratio | Other, Field(discriminator="type")]


class FieldType(StrEnum):
    """How a field's answers are to be read."""

    TEXT = "TEXT"
    TAG_GROUP = "TAG_GROUP"
    PERSONA = "PERSONA"
    IGNORE = "IGNORE"


class FieldSpec(Part):
    """A field of a survey."""

    field_id: Text
    field_name: Text
    field_type: Annotated[FieldType, Field(strict=False)] = FieldType.TEXT
    tag_group_title: str | None = None


class Answers(Part):
    """What somebody answered in one field."""

    field_id: Text
    text_value: str


class ResponseItem(Part):
    """What one respondent answered."""

    response_id: Text
    response_date_time: Annotated[datetime, Field(strict=False)]
    response_fields: list[Answers]


class SurveyMetadata(Part):
    """A survey or a source of feedback: its id stays, so that a later file replaces what an earlier one said."""

    name: Text = Field(validation_alias=AliasChoices("surveyName", "feedbackName"))
    id: Text = Field(validation_alias=AliasChoices("surveyId", "feedbackId"))
    fields: list[FieldSpec] = Field(validation_alias=AliasChoices("surveyFields", "feedbackFields"))


class InsightsFile(Part):
    """Insights."""

    format: Literal["THEYDO_INSIGHTS_V1"]
    insights: list[Thing]


class OpportunitiesFile(Part):
    """Opportunities."""

    format: Literal["THEYDO_OPPORTUNITIES_V1"]
    opportunities: list[Thing]


class SolutionsFile(Part):
    """Solutions."""

    format: Literal["THEYDO_SOLUTIONS_V1"]
    solutions: list[Thing]


class MetricsFile(Part):
    """Metrics with what was measured."""

    format: Literal["THEYDO_METRICS_V1"]
    metrics: list[Metric]


class ResponsesFile(Part):
    """Responses to a survey, or feedback."""

    format: Literal["THEYDO_SURVEY_RESPONSES_V1", "THEYDO_FEEDBACK_RESPONSES_V1"]
    metadata: SurveyMetadata = Field(validation_alias=AliasChoices("surveyMetadata", "feedbackMetadata"))
    responses: list[ResponseItem]


TheyDoFile = Annotated[
    InsightsFile | OpportunitiesFile | SolutionsFile | MetricsFile | ResponsesFile, Field(discriminator="format")
]
FILE: TypeAdapter[TheyDoFile] = TypeAdapter(TheyDoFile)
FORMATS = (
    "THEYDO_INSIGHTS_V1",
    "THEYDO_OPPORTUNITIES_V1",
    "THEYDO_SOLUTIONS_V1",
    "THEYDO_METRICS_V1",
    "THEYDO_SURVEY_RESPONSES_V1",
    "THEYDO_FEEDBACK_RESPONSES_V1",
)
