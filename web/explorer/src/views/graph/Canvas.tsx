import "@xyflow/react/dist/base.css";
import {
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  getStraightPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { announce } from "../../announce.ts";
import { lookOf } from "../../kinds.ts";
import { Tile } from "../../parts/Tile.tsx";
import styles from "./Canvas.module.css";
import { type Line, MORE, MOST, type Shown, sum, towards } from "./network.ts";
import type { Network } from "./useNetwork.ts";

interface Props {
  network: Network;
  selected: string;
  onSelect: (selection: string) => void;
  onOpen: (node: string) => void;
}

type Card = Node<{ shown: Shown; more: number; full: boolean; focused: boolean; chosen: boolean; onOpen: (node: string) => void }, "card">;
type Tie = Edge<{ basis: Line["basis"]; chosen: boolean }, "tie">;

/** The drawing: one stop of the Tab key, within which arrows go from node to node. The list beside has the same nodes. */
export function Canvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Board {...props} />
    </ReactFlowProvider>
  );
}

function Board({ network: { nodes, lines, places, hidden, full }, selected, onSelect, onOpen }: Props) {
  const [focused, focus] = useState<string>();
  const flow = useReactFlow();
  const cards = useMemo(
    () =>
      nodes.map((shown): Card => {
        const { x, y } = places.get(shown.id) ?? { x: 0, y: 0 };
        return {
          id: shown.id,
          type: "card",
          position: { x, y },
          origin: [0.5, 0.5],
          data: { shown, more: sum(hidden.get(shown.id)), full, focused: focused === shown.id, chosen: selected === shown.id, onOpen },
        };
      }),
    [nodes, places, hidden, full, focused, selected, onOpen],
  );
  const ties = useMemo(
    () => lines.map(({ id, from, to, basis }): Tie => ({ id, type: "tie", source: from, target: to, data: { basis, chosen: selected === id } })),
    [lines, selected],
  );
  const press = (event: KeyboardEvent) => {
    const at = focused ?? nodes[0]?.id ?? "";
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (event.key === "Enter") onSelect(at);
      else if (full || sum(hidden.get(at)) === 0) announce(full ? `${MOST} nodes are the most that are shown at once` : "Nothing more is around it");
      else onOpen(at);
      return;
    }
    const next = focused === undefined && event.key.startsWith("Arrow") ? at : towards(places.get(at) ?? { x: 0, y: 0 }, places, event.key);
    if (!next) return;
    event.preventDefault();
    focus(next);
    const place = places.get(next);
    const node = nodes.find(({ id }) => id === next);
    if (place) void flow.setCenter(place.x, place.y, { zoom: flow.getZoom(), duration: 0 });
    if (node) announce(`${node.name}, ${lookOf(node.kind).one}`);
  };
  return (
    // biome-ignore lint: arrows, Enter and Space do something here, as the label says
    <div
      className={styles.canvas}
      role="application"
      aria-label="Graph. Arrow keys go from node to node, Enter shows the evidence, Space shows more around it. The list names the same nodes."
      tabIndex={0}
      onKeyDown={press}
      onBlur={() => focus(undefined)}
    >
      <ReactFlow
        nodes={cards}
        edges={ties}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        onNodeClick={(_event, { id }) => onSelect(id)}
        onEdgeClick={(_event, { id }) => onSelect(id)}
        nodesFocusable={false}
        edgesFocusable={false}
        nodesConnectable={false}
        nodesDraggable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        fitView
        fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
        minZoom={0.2}
        maxZoom={2}
        zoomOnDoubleClick={false}
      >
        <Controls showInteractive={false} className={styles.controls ?? ""} />
      </ReactFlow>
    </div>
  );
}

function CardNode({ data: { shown, more, full, focused, chosen, onOpen } }: NodeProps<Card>) {
  return (
    <div className={`${styles.card} ${focused ? styles.focused : ""} ${chosen ? styles.chosen : ""}`} aria-hidden>
      <Handle type="target" position={Position.Left} className={styles.handle} />
      <Handle type="source" position={Position.Right} className={styles.handle} />
      <Tile kind={shown.kind} />
      <span className={styles.words}>
        <span className={styles.kind}>{lookOf(shown.kind).one}</span>
        <span className={styles.name}>{shown.name}</span>
      </span>
      {more > 0 && !full ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.more}
          title={more > MORE ? `Show ${MORE} of ${more} more around it` : `Show ${more} more around it`}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(shown.id);
          }}
        >
          +{more}
        </button>
      ) : null}
    </div>
  );
}

/** A straight line between the middles of two cards, in the style of its basis. */
function TieEdge({ sourceX, sourceY, targetX, targetY, data, id }: EdgeProps<Tie>) {
  const [path] = getStraightPath({ sourceX, sourceY, targetX, targetY });
  const stroke = data?.chosen ? "var(--accent)" : "var(--ink3)";
  const dash = data?.basis === "inferred" ? "7 5" : undefined;
  return (
    <>
      <BaseEdge id={id} path={path} style={{ stroke, strokeWidth: data?.basis === "measured" ? 5 : 1.75, strokeDasharray: dash }} interactionWidth={14} />
      {data?.basis === "measured" ? <path d={path} className={styles.inner} /> : null}
    </>
  );
}

const NODES = { card: CardNode };
const EDGES = { tie: TieEdge };
