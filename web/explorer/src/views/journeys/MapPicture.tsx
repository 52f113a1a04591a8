import type { ReactNode } from "react";
import { Drawing, type LegendEntry } from "../../drawing/Drawing.tsx";
import { Label } from "../../drawing/Label.tsx";
import { widthOf } from "../../drawing/widthOf.ts";
import { listed } from "../../words.ts";
import { Rails } from "./ChannelLane.tsx";
import type { Pair } from "./comparison.ts";
import type { Curve } from "./curve.ts";
import { CurveLines, CurvePoints, keyOf, Zones } from "./FeelingLane.tsx";
import { labelOf, labels } from "./labels.ts";
import { type Lane, laneName } from "./lanes.ts";
import { marksOf } from "./legend.ts";
import { HEADS, type Side } from "./MapGrid.tsx";
import { MARKS } from "./mapMarks.tsx";
import { dashOf, hueOf, Marker } from "./personas.tsx";
import { Entries, type Entry, entriesOf, stacked } from "./pictureCells.tsx";
import { BANDS, COLUMN, FEELING, railOf, railsOf } from "./scale.ts";

export interface PictureProps {
  name: string;
  sides: readonly Side[];
  curves: readonly Curve[];
  pairs: readonly Pair[] | undefined;
  lanes: readonly Lane[];
}

const LANE = 150;
/** As wide as a slide, where there are few columns. */
const WIDE = 1480;

interface Band {
  readonly name: string;
  readonly word?: string | undefined;
  readonly height: number;
  readonly inside: ReactNode;
}

/** The map as one drawing, for a slide or a wall: what the screen shows, with the same lanes. */
export function MapPicture({ name, sides, curves, pairs, lanes }: PictureProps) {
  const [{ columns, groups, zoom } = { columns: [], groups: [], zoom: "journey" as const }] = sides.map(({ model }) => model);
  const width = Math.max(COLUMN, Math.min(240, (WIDE - LANE) / Math.max(columns.length, 1)));
  const whole = LANE + width * columns.length;
  const room = width - 20;
  const places = new Map(curves.map(({ persona, place }) => [persona.key, place]));
  /** A band of cells, as tall as its fullest one. */
  const cells = (all: readonly (readonly Entry[])[]): Pick<Band, "height" | "inside"> => ({
    height: Math.max(sides.length > 1 ? 48 : 32, ...all.map((one) => stacked(one, room).height + 16)),
    inside: all.map((one, place) => <Entries key={place} of={one} x={LANE + place * width + 10} y={20} room={room} />),
  });
  const bands: Band[] = [
    ...sides.map(({ word, model }, number) => ({
      name: HEADS[zoom],
      word,
      ...cells(model.columns.map((column, place) => headOf(column, number === sides.length - 1 ? pairs?.[place] : undefined))),
    })),
    { name: "Feeling", height: FEELING.height, inside: <Feeling curves={curves} columns={columns.length} width={width} /> },
    ...lanes.flatMap((kind) =>
      sides.map(({ word, model, cells: known }): Band => {
        if (kind === "channel") {
          const height = railsOf(model.channels.length);
          return { name: "Channel", word, height, inside: <Channels side={model} word={word} width={width} height={height} /> };
        }
        const entries = model.columns.map((column, place) => entriesOf(kind, column, known[place], places) ?? [{ text: "not loaded" }]);
        const bare = entries.every(({ length }) => length === 0);
        return {
          name: laneName(kind, zoom),
          word,
          ...cells(bare ? [[{ text: "None recorded", fill: "var(--ink3)" }]] : entries),
        };
      }),
    ),
  ];
  let height: number = GROUPS;
  const tops = bands.map((band) => {
    const top = height;
    height += band.height;
    return top;
  });
  return (
    <Drawing width={whole} height={height} label={name} legend={[...people(curves), ...marksOf(sides, curves).map((mark) => MARKS[mark])]}>
      <rect x={LANE} width={whole - LANE} height={GROUPS} fill="var(--sunken)" />
      {bands.map((band, number) => (
        <g key={number} transform={`translate(0 ${tops[number]})`}>
          <line x2={whole} stroke="var(--line)" />
          <Label x={24} y={20} text={band.name} room={LANE - 32} most={1} weight={600} />
          {band.word ? <Label x={24} y={36} text={band.word} room={60} fill="var(--ink3)" /> : null}
          {band.inside}
        </g>
      ))}
      {groups.map(({ ref, name: group, first, size }, place) => (
        <g key={`${ref.key}/${first}`} transform={`translate(${LANE + first * width} 0)`}>
          <line y2={height} stroke="var(--line)" />
          <Label x={10} y={21} text={`${place + 1} ${group}`} room={size * width - 20} most={1} size={13} weight={650} />
        </g>
      ))}
    </Drawing>
  );
}

const GROUPS = 34;

function headOf(column: Side["model"]["columns"][number], pair: Pair | undefined): Entry[] {
  const { name, below, moments, verdict, ref } = column;
  const differs = pair && pair.differences.length > 0 ? `: differs in ${listed(pair.differences)}` : "";
  const change = pair ? [{ text: `${pair.mark}${differs}`, fill: "var(--ink2)" }] : [];
  if (ref.kind === "nothing") return pair?.mark === "removed" ? change : [];
  if (ref.kind === "phase" || ref.kind === "stage") return [{ text: name, fill: "var(--ink3)" }];
  return [
    { text: `${moments.length > 0 ? "★ " : ""}${name}`, weight: 600 },
    ...(below ? [{ text: below, fill: "var(--ink3)" }] : []),
    ...(verdict ? [{ text: `Verdict: ${verdict}`, fill: "var(--ink2)" }] : []),
    ...change,
  ];
}

function Feeling({ curves, columns, width }: { curves: readonly Curve[]; columns: number; width: number }) {
  const whole = columns * width;
  return (
    <>
      {BANDS.map(({ word }, place) => (
        <text key={word} x={LANE - 12} y={FEELING.top + (place + 0.65) * FEELING.band} textAnchor="end" fill="var(--ink3)">
          {word}
        </text>
      ))}
      <g transform={`translate(${LANE} 0)`}>
        <Zones whole={whole} />
        {curves.map((curve) => (
          <g key={keyOf(curve)}>
            <CurveLines curve={curve} width={width} />
            <CurvePoints curve={curve} width={width} />
            {curve.unscored.map(({ column, word }, number) => (
              <text key={number} x={(column + 0.5) * width} y={FEELING.height - 8 - number * 15} textAnchor="middle" fill={hueOf(curve.place)}>
                {word}, no score
              </text>
            ))}
          </g>
        ))}
        {labels(curves, width, whole).map(({ key, side, place, x, y, point }) => (
          <g key={key} transform={`translate(${x} ${y})`}>
            <Tag text={labelOf(point, side)} hue={hueOf(place)} />
          </g>
        ))}
      </g>
    </>
  );
}

function Tag({ text, hue }: { text: string; hue: string }) {
  const wide = widthOf(text, 12, 600) + 14;
  return (
    <>
      <rect x={-wide / 2} width={wide} height={20} rx={4} fill="var(--surface)" stroke={hue} />
      <text y={14} textAnchor="middle" fontWeight={600}>
        {text}
      </text>
    </>
  );
}

function Channels({ side, word, width, height }: { side: Side["model"]; word: Side["word"]; width: number; height: number }) {
  return (
    <>
      {side.channels.map(({ key, name }, place) => (
        <Label key={key} x={LANE - 12} y={railOf(place) + 4} text={name} room={word ? 68 : LANE - 36} most={1} anchor="end" fill="var(--ink3)" />
      ))}
      <g transform={`translate(${LANE} 0)`}>
        <Rails model={side} width={width} height={height} />
      </g>
    </>
  );
}

function people(curves: readonly Curve[]): LegendEntry[] {
  const once = new Map(curves.map(({ persona, place }) => [persona.key, { persona, place }]));
  return [...once.values()].map(({ persona, place }) => ({
    mark: (
      <>
        <line x2={24} stroke={hueOf(place)} strokeWidth={2.25} strokeDasharray={dashOf(place)} />
        <Marker place={place} x={28} y={0} size={4} fill={hueOf(place)} />
      </>
    ),
    wide: 32,
    word: persona.name,
  }));
}
