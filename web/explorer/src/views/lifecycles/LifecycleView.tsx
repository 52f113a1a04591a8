import { Menu, MenuButton, MenuItemRadio, MenuProvider } from "@ariakit/react";
import { Columns2 } from "lucide-react";
import { useRef } from "react";
import { address } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { text } from "../../parameters.ts";
import { buttonClass } from "../../parts/Button.tsx";
import { ExportMenu } from "../../parts/ExportMenu.tsx";
import { csv, fileName, save } from "../../parts/exports.ts";
import menu from "../../parts/menu.module.css";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { PartlyThere } from "../../states/PartlyThere.tsx";
import { useParameters, useSelection } from "../../useParameters.ts";
import { count } from "../../words.ts";
import { AlignmentLines } from "./AlignmentLines.tsx";
import { AlignmentTable } from "./AlignmentTable.tsx";
import { LifecycleLegend } from "./LifecycleLegend.tsx";
import styles from "./LifecycleView.module.css";
import type { Model } from "./lifecycle.ts";
import { Alignments, Lifecycle, Lifecycles } from "./lifecycles.graphql.ts";
import { PhaseRow } from "./PhaseRow.tsx";

const PARAMETERS = { beside: text() };

export function LifecycleView({ model: key }: { model: string }) {
  const asked = useAsk(Lifecycle, { key });
  return (
    <Answer of={asked}>
      {({ lifecycleModel }) =>
        lifecycleModel ? <Shown model={lifecycleModel} /> : <Missing of={{ kind: "lifecycle_model", key }} />
      }
    </Answer>
  );
}

function Shown({ model }: { model: Model }) {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const [selected, select] = useSelection();
  const board = useRef<HTMLDivElement>(null);
  const enabled = values.beside !== "";
  const beside = useAsk(Lifecycle, { key: values.beside }, { enabled });
  const aligned = useAsk(Alignments, { models: [model.key], others: [values.beside] }, { enabled });
  const other = enabled ? beside.data?.lifecycleModel : undefined;
  const rows = (enabled ? aligned.data?.phasesLinedUp.rows : undefined) ?? [];
  const failure = enabled ? (beside.error ?? aligned.error ?? undefined) : undefined;
  const phases = model.phases.edges.map(({ node }) => node);
  const mapped = phases.filter(({ journeys }) => journeys.totalCount > 0).length;
  const counterparts = new Set(rows.flatMap(({ phase, counterpart }) => (counterpart ? phase.key : []))).size;
  return (
    <Page
      title={model.name}
      ignored={ignored}
      crumbs={[{ name: "Lifecycles", to: address({ view: "lifecycles" }) }, { name: "Lifecycle" }]}
      finding={`${count(phases.length, "phase")}, ${mapped} of them with journeys${other ? `; ${counterparts} have a counterpart in “${other.name}”` : ""}.`}
      legend={<LifecycleLegend models={other ? [model, other] : [model]} rows={other ? rows : []} />}
      tools={
        <>
          <BesideMenu model={model.key} beside={values.beside} onBeside={(next) => change({ beside: next }, { push: true })} />
          <ExportMenu
            ways={[
              { word: "Print, or save as PDF", run: () => window.print() },
              { word: "Table (CSV)", run: () => save(fileName(model.name, "csv"), csv(table(model)), "text/csv") },
            ]}
          />
        </>
      }
    >
      {failure ? <PartlyThere failure={failure} /> : null}
      {enabled && beside.data?.lifecycleModel === null ? <p className={styles.note}>There is no lifecycle with the key “{values.beside}”.</p> : null}
      <div className={styles.scroller} tabIndex={0} role="region" aria-label="Phases">
        <div ref={board} className={styles.board}>
          <PhaseRow model={model} side="own" selected={selected} onSelect={select} />
          {other ? (
            <>
              <div className={styles.between} />
              <PhaseRow model={other} side="beside" selected={selected} onSelect={select} titled />
              <AlignmentLines board={board} rows={rows} selected={selected} />
            </>
          ) : null}
        </div>
      </div>
      {other ? <AlignmentTable model={model.name} other={other.name} rows={rows} selected={selected} onSelect={select} /> : null}
    </Page>
  );
}

function BesideMenu({ model, beside, onBeside }: { model: string; beside: string; onBeside: (key: string) => void }) {
  const all = useAsk(Lifecycles, {});
  const others = all.data?.lifecycleModels.edges.map(({ node }) => node).filter(({ key }) => key !== model) ?? [];
  return (
    <MenuProvider values={{ beside }} setValues={(next) => onBeside(String(next.beside))}>
      <MenuButton className={buttonClass()}>
        <Columns2 size={15} aria-hidden />
        <span className={menu.wide}>Beside</span>
      </MenuButton>
      <Menu className={menu.menu} gutter={4}>
        {[{ key: "", name: "Nothing" }, ...others].map(({ key, name }) => (
          <MenuItemRadio key={key} name="beside" value={key} className={menu.item} hideOnClick>
            <span className={menu.check} aria-hidden>
              {beside === key ? "✓" : ""}
            </span>
            {name}
          </MenuItemRadio>
        ))}
      </Menu>
    </MenuProvider>
  );
}

function table(model: Model): (string | number)[][] {
  return [
    ["phase", "description", "journeys", "touchpoints", "needs", "milestones"],
    ...model.phases.edges.map(({ node }) => [
      node.name,
      node.description ?? "",
      node.journeys.edges.map((edge) => edge.node.name).join("; "),
      node.touchpoints.totalCount,
      node.needs.totalCount,
      node.milestones.edges.map((edge) => edge.node.name).join("; "),
    ]),
  ];
}
