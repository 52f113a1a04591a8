import { useMemo, useRef } from "react";
import { GitFork, Table2 } from "lucide-react";
import { address, best, type Ref } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { Page } from "../../frame/Page.tsx";
import { KINDS, lookOf } from "../../kinds.ts";
import { choice } from "../../parameters.ts";
import { ExportMenu } from "../../parts/ExportMenu.tsx";
import { Segments } from "../../parts/Segments.tsx";
import type { ViewProps } from "../../routes.ts";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { Notice } from "../../states/Notice.tsx";
import { PartlyThere } from "../../states/PartlyThere.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { useParameters, useSelection } from "../../useParameters.ts";
import { FlowTable } from "./FlowTable.tsx";
import { FlowView } from "./FlowView.tsx";
import { Chains, finding, flow } from "./flow.ts";
import { KindBadge, TraceLegend } from "./TraceLegend.tsx";
import { TraceList } from "./TraceList.tsx";
import { Lines, Trace as Operation, type TraceQuery } from "./trace.graphql.ts";
import { traceExports } from "./traceExports.tsx";

const PARAMETERS = { as: choice("flow", "table") };
const WAYS = [
  { value: "flow" as const, word: "Flow", icon: <GitFork size={14} aria-hidden /> },
  { value: "table" as const, word: "Table", icon: <Table2 size={14} aria-hidden /> },
];
/** Kinds that lie on chains. */
const ON_CHAINS = ["moment_of_truth", "cx_goal", "brand_promise", "brand_goal", "step", "micro_moment", "touchpoint"];

/** From a moment of truth to what the brand wants, and back. */
export default function Trace({ kind, of: key }: ViewProps) {
  if (kind === undefined || key === undefined) return <TraceList />;
  if (!ON_CHAINS.includes(kind) || !Object.hasOwn(KINDS, kind.toUpperCase())) return <NoChains of={{ kind, key }} />;
  return <Traced of={{ kind, key }} />;
}

function Traced({ of: ref }: { of: Ref }) {
  const asked = useAsk(Operation, { kind: ref.kind.toUpperCase() as Kind, key: ref.key });
  return (
    <Answer of={asked}>
      {({ nodeByKey, brandGoals }) =>
        nodeByKey ? <Shown root={nodeByKey} of={ref} goals={brandGoals.totalCount} /> : <Missing of={ref} />
      }
    </Answer>
  );
}

function Shown({ root, of, goals }: { root: NonNullable<TraceQuery["nodeByKey"]>; of: Ref; goals: number }) {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const [selected, select] = useSelection();
  const board = useRef<HTMLDivElement>(null);
  const chains = useMemo(() => new Chains(root), [root]);
  const lines = useAsk(Lines, { nodes: chains.refs }, { keep: true });
  const shown = useMemo(
    () => lines.data && flow(chains, root, lines.data.linksAmong.rows.map(({ link }) => link), goals),
    [chains, root, lines.data, goals],
  );
  const failure = lines.data === undefined ? (lines.error ?? lines.failureReason) : undefined;
  return (
    <Page
      title={root.name}
      ignored={ignored}
      crumbs={[...crumbsOf(chains), { name: "Trace" }]}
      tools={
        <>
          <Segments label="Shown as" options={WAYS} value={values.as} onChange={(as) => change({ as })} />
          {shown ? <ExportMenu ways={traceExports(shown, board)} /> : null}
        </>
      }
      finding={
        <>
          <KindBadge kind={of.kind} />
          {shown ? finding(shown, of.kind) : null}
        </>
      }
      legend={<TraceLegend />}
    >
      {failure ? <PartlyThere failure={failure} /> : shown ? null : <Skeleton rows={[24, 160, 160]} />}
      {shown && values.as === "flow" ? (
        <FlowView flow={shown} root={`${of.kind}:${of.key}`} selected={selected} onSelect={select} board={board} />
      ) : null}
      {shown && values.as === "table" ? <FlowTable flow={shown} selected={selected} onSelect={select} /> : null}
    </Page>
  );
}

/** The journey in which it happens, as a crumb. */
function crumbsOf({ journey }: Chains) {
  return [
    { name: "Traces", to: address({ view: "trace" }) },
    ...(journey ? [{ name: journey.name, to: address({ view: "journeys", key: journey.key }) }] : []),
  ];
}

function NoChains({ of }: { of: Ref }) {
  return (
    <Page title="Trace" crumbs={[{ name: "Traces", to: address({ view: "trace" }) }]}>
      <Notice title={`${lookOf(of.kind).many} lie on no chain`}>
        <p>
          A trace leads from where something happens through a moment of truth and what that serves to the brand's goals.
        </p>
        <p>
          <a href={best(of)}>See what there is about it</a>
        </p>
      </Notice>
    </Page>
  );
}
