"""The forms of file that can be loaded. Adding one is one module and one line here; a tabular one may be a preset."""

from functools import partial

from loaders import bundle, openjourney, workbook
from loaders.events import attribution, csv_log, ga4, ocel, parquet_log, plausible, tracking, xes
from loaders.form import Form, Recognised
from loaders.funnel import churn, histories, leads
from loaders.interviews import captions, coding, document, transcript
from loaders.mapping.form import read_by
from loaders.mapping.presets import NAME as MAPPING
from loaders.mapping.presets import presets, read_beside, recognises_beside, recognises_by
from loaders.maps import blueprint, cjml_workbook, cjml_xes, cjml_xml, grid_form, markdown_form, mermaid
from loaders.personas import ardoq, sheet_form, yaml_form
from loaders.personas import markdown_form as persona_markdown
from loaders.sample import Sample
from loaders.surveys import form as survey
from loaders.surveys.tools import SURVEY, TOOLS, Tool
from loaders.vendors import theydo


def _of(tool: Tool) -> Form:
    recognises, read = partial(survey.recognises, tool), partial(survey.read, tool)
    return Form(tool.name, tool.about, recognises, read, mapping=partial(survey.mapping_text, tool))


BY_MAPPING = Form(MAPPING, "a table with a mapping file beside it", recognises_beside, read_beside)
FORMS: tuple[Form, ...] = (
    BY_MAPPING,
    Form(bundle.NAME, "a folder with dataset.yaml, YAML and CSV files", bundle.recognises, bundle.read, declared=True),
    Form(workbook.NAME, "a workbook with a sheet for each kind", workbook.recognises, workbook.read, declared=True),
    Form(openjourney.NAME, "an OpenJourney map (.ojf)", openjourney.recognises, openjourney.read),
    Form(blueprint.NAME, "a service blueprint as JSON", blueprint.recognises, blueprint.read),
    Form(cjml_xml.NAME, "journeys in CJML 2.0 (XML)", cjml_xml.recognises, cjml_xml.read),
    Form(cjml_xes.NAME, "journeys in CJML on XES", cjml_xes.recognises, cjml_xes.read),
    Form(cjml_workbook.NAME, "journeys in CJML's template (XLSX)", cjml_workbook.recognises, cjml_workbook.read),
    Form(ardoq.NAME, "personas as JSON from Ardoq", ardoq.recognises, ardoq.read),
    Form(theydo.NAME, "a file of TheyDo (.json)", theydo.recognises, theydo.read),
    Form(captions.NAME, "an interview as captions (.vtt, .srt)", captions.recognises, captions.read),
    Form(document.NAME, "an interview as a Word document (.docx)", document.recognises, document.read),
    *map(_of, TOOLS),
    Form(leads.LEADS, "qualified leads, with the deals beside them", leads.recognises_leads, leads.read_leads),
    Form(leads.DEALS, "won deals", leads.recognises_deals, leads.read_deals),
    Form(churn.NAME, "customers who left, and why", churn.recognises, churn.read),
    Form(attribution.NAME, "attribution paths as CSV", attribution.recognises, attribution.read),
    Form(plausible.NAME, "sessions of Plausible Analytics as CSV", plausible.recognises, plausible.read),
    Form(ga4.NAME, "reports of Google Analytics 4 as JSON", ga4.recognises, ga4.read),
    Form(csv_log.NAME, "an event log as CSV", csv_log.recognises, csv_log.read, mapping=csv_log.mapping),
    Form(
        parquet_log.NAME,
        "an event log as Parquet",
        parquet_log.recognises,
        parquet_log.read,
        mapping=parquet_log.mapping,
    ),
    Form(xes.NAME, "an event log as XES", xes.recognises, xes.read),
    Form(ocel.NAME, "an object-centric event log (OCEL 2)", ocel.recognises, ocel.read),
    Form(tracking.NAME, "events of Segment, RudderStack, GA4 or xAPI as JSON", tracking.recognises, tracking.read),
)
"""Forms that go by what is sure. Presets, which go by the heads of tables, come after them."""
LIKELY: tuple[Form, ...] = (
    Form(grid_form.NAME, "a journey map as a table of stages and lanes", grid_form.recognises, grid_form.read),
    Form(sheet_form.NAME, "personas in a table", sheet_form.recognises, sheet_form.read),
    Form(yaml_form.NAME, "personas as a YAML list", yaml_form.recognises, yaml_form.read),
    Form(markdown_form.NAME, "a journey in Markdown", markdown_form.recognises, markdown_form.read),
    Form(persona_markdown.NAME, "personas in Markdown", persona_markdown.recognises, persona_markdown.read),
    Form(mermaid.NAME, "a Mermaid `journey`, alone or in Markdown", mermaid.recognises, mermaid.read),
    Form(histories.NAME, "a CRM's history of lifecycle stages", histories.recognises, histories.read),
    Form(coding.NAME, "a table of themes and the answers that they were found in", coding.recognises, coding.read),
    _of(SURVEY),
    Form(transcript.NAME, "an interview or a text (.txt, .md)", transcript.recognises, transcript.read),
)
"""Forms that go by what is likely; they come last."""


def forms() -> tuple[Form, ...]:
    """All forms. The first that recognises a file reads it."""
    shipped = (
        Form(
            file.mapping.mapping,
            file.mapping.about,
            partial(recognises_by, file),
            partial(read_by, file),
        )
        for file in presets()
    )
    return (*FORMS, *shipped, *LIKELY)


def recognise(sample: Sample) -> Recognised | None:
    """What a file or folder is taken for, if anything."""
    for form in forms():
        if why := form.recognises(sample):
            return Recognised(form, sample, why)
    return None
