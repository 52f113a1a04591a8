import { Menu, MenuButton, MenuItemCheckbox, MenuProvider } from "@ariakit/react";
import { ListFilter } from "lucide-react";
import { type Ref, address, best, refText } from "../../addresses.ts";
import { Page } from "../../frame/Page.tsx";
import { lookOf } from "../../kinds.ts";
import { list } from "../../parameters.ts";
import { buttonClass } from "../../parts/Button.tsx";
import { ExportMenu } from "../../parts/ExportMenu.tsx";
import { BASES, BASIS_WORDS, BasisLine } from "../../parts/marks.tsx";
import menu from "../../parts/menu.module.css";
import { Missing } from "../../states/Missing.tsx";
import { Notice } from "../../states/Notice.tsx";
import { PartlyThere } from "../../states/PartlyThere.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { useParameters, useSelection } from "../../useParameters.ts";
import { number } from "../../words.ts";
import { Canvas } from "./Canvas.tsx";
import styles from "./Graph.module.css";
import { graphExports } from "./graphExports.tsx";
import { NodeList } from "./NodeList.tsx";
import { MOST } from "./network.ts";
import { type Network, useNetwork } from "./useNetwork.ts";

const PARAMETERS = { open: list(), kinds: list(), basis: list() };

/** A node and what surrounds it: drawn, and as a list of the same. */
export function GraphView({ of: root }: { of: Ref }) {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const [selected, select] = useSelection();
  const { network, failure, nothing } = useNetwork(root, { open: values.open, kinds: values.kinds, bases: values.basis });
  const open = (what: string) => change({ open: [...values.open, what] }, { push: true });
  const name = network?.nodes[0]?.name ?? root.key;
  if (failure?.cause === "missing") return <Missing of={root} />;
  return (
    <Page
      title={name}
      ignored={ignored}
      crumbs={[{ name: "Graph", to: address({ view: "graph" }) }, { name: lookOf(root.kind).one, to: best(root) }]}
      finding={
        network ? finding(network, values) : "…"
      }
      legend={
        <>
          {BASES.map((basis) => (
            <span key={basis} className={styles.mark}>
              <BasisLine basis={basis} width={30} /> {BASIS_WORDS[basis]}
            </span>
          ))}
          <span className={styles.mark}>
            <span className={styles.sign}>+7</span> So many more around it
          </span>
        </>
      }
      tools={
        <>
          <FilterMenu
            word="Kinds"
            all={(network?.kinds ?? []).map(({ kind, count: there }) => ({ value: kind, word: lookOf(kind).many, more: number(there) }))}
            chosen={values.kinds}
            onChosen={(kinds) => change({ kinds })}
          />
          <FilterMenu
            word="Basis"
            all={BASES.map((basis) => ({ value: basis, word: BASIS_WORDS[basis], more: "" }))}
            chosen={values.basis}
            onChosen={(basis) => change({ basis })}
          />
          {network ? <ExportMenu ways={graphExports(name, network)} /> : null}
        </>
      }
    >
      {failure ? <PartlyThere failure={failure} /> : null}
      {nothing ? (
        <Notice title="Nothing is related to it">
          <p>
            No claim ties anything to <code>{refText(root)}</code>, or there is no such node.
          </p>
        </Notice>
      ) : network ? (
        <div className={styles.view}>
          <Canvas network={network} selected={selected} onSelect={select} onOpen={open} />
          <NodeList network={network} selected={selected} onSelect={select} onOpen={open} />
        </div>
      ) : failure ? null : (
        <Skeleton rows={[560]} />
      )}
    </Page>
  );
}

/** How much of what there is is shown, in words. */
function finding({ nodes, own: { all, shown }, full }: Network, { kinds, basis }: { kinds: readonly string[]; basis: readonly string[] }): string {
  const further = nodes.length - 1 - shown;
  const filters = [kinds.length > 0 ? " of the chosen kinds" : "", basis.length > 0 ? " on the chosen basis" : ""].join("");
  const which = `${all === 1 ? "neighbour" : "neighbours"}${filters}`;
  const head = shown === all ? `Showing all ${number(all)} ${which}` : `Showing ${number(shown)} of ${number(all)} ${which}`;
  const more = further > 0 ? `, and ${number(further)} further away` : "";
  return `${all === 0 ? `No ${which}` : head}${more}.${full ? ` More than ${MOST} don’t fit; begin at another node to see on.` : ""}`;
}

/** Some of several words; none chosen stands for all. */
function FilterMenu({ word, all, chosen, onChosen }: {
  word: string;
  all: readonly { value: string; word: string; more: string }[];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}) {
  return (
    <MenuProvider values={{ chosen: [...chosen] }} setValues={(next) => onChosen(next.chosen)}>
      <MenuButton className={buttonClass()}>
        <ListFilter size={15} aria-hidden /> {word}
        {chosen.length > 0 ? ` ${chosen.length}` : ""}
      </MenuButton>
      <Menu className={menu.menu} gutter={4}>
        {all.map(({ value, word: one, more }) => (
          <MenuItemCheckbox key={value} name="chosen" value={value} className={menu.item} hideOnClick={false}>
            <span className={menu.check} aria-hidden>
              {chosen.includes(value) ? "✓" : ""}
            </span>
            {one}
            <span className={menu.more}>{more}</span>
          </MenuItemCheckbox>
        ))}
      </Menu>
    </MenuProvider>
  );
}
