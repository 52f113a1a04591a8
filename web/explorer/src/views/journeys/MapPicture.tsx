import { score } from "../../words.ts";
import type { Curve } from "./curve.ts";
import { CurveLines, CurvePoints, Zones } from "./FeelingLane.tsx";
import type { Side } from "./MapGrid.tsx";
import type { Named } from "./model.ts";
import { dashOf, hueOf, Marker } from "./personas.tsx";
import { BANDS, FEELING, heightOf, RAIL, smooth } from "./scale.ts";
import { wrap } from "../../drawing/wrap.ts";

interface Props {
  name: string;
  side: Side;
  curves: readonly Curve[];
}

const LANE = 150;
const WIDTH = 124;
const HEAD = { title: 60, stage: 34, step: 64 } as const;
const LETTERS = 19;
const LINE = 15;

/** The map as one drawing, for a slide or a wall: stages, steps, curves, channels and what hurts. */
export function MapPicture({ name, side: { model, cells }, curves }: Props) {
  const { columns, groups, channels } = model;
  const width = LANE + columns.length * WIDTH;
  const pains = cells.map((cell) => cell?.pains.flatMap((pain) => wrap(`· ${pain.name}`, LETTERS, 3)) ?? []);
  const feeling = HEAD.title + HEAD.stage + HEAD.step;
  const rails = feeling + FEELING.height;
  const hurt = rails + channels.length * RAIL + 16;
  const height = hurt + Math.max(1, ...pains.map((lines) => lines.length)) * LINE + 16;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} fontFamily="var(--sans)" fontSize={12} fill="var(--ink)">
      <rect width={width} height={height} fill="var(--surface)" />
      <text x={24} y={28} fontSize={20} fontWeight={650}>
        {name}
      </text>
      <Legend curves={curves} />
      <rect x={LANE} y={HEAD.title} width={width - LANE} height={HEAD.stage} fill="var(--sunken)" />
      {groups.map(({ ref, name: group, first, size }, place) => (
        <g key={ref.key}>
          {first > 0 ? <line x1={LANE + first * WIDTH} x2={LANE + first * WIDTH} y1={HEAD.title} y2={height} stroke="var(--line)" /> : null}
          <text x={LANE + first * WIDTH + 10} y={HEAD.title + 21} fontSize={13} fontWeight={650}>
            {wrap(`${place + 1} ${group}`, size * LETTERS, 1)[0]}
          </text>
        </g>
      ))}
      {columns.map((column, place) => (
        <Lines
          key={column.ref.key}
          x={LANE + place * WIDTH + 10}
          y={HEAD.title + HEAD.stage + 18}
          lines={wrap(`${column.moments.length > 0 ? "★ " : ""}${column.name}`, LETTERS - 2, 3)}
          weight={600}
        />
      ))}
      <g transform={`translate(${LANE} ${feeling})`}>
        <Zones whole={width - LANE} />
        {curves.map((curve) => (
          <g key={`${curve.persona.key} ${curve.earlier}`}>
            <CurveLines curve={curve} width={WIDTH} />
            <CurvePoints curve={curve} width={WIDTH} />
            {curve.points.filter((point) => point.lowest).map((point) => (
              <text key={point.key} x={point.at * WIDTH} y={heightOf(point.score) + 20} textAnchor="middle" fontWeight={600}>
                ▾ {score(point.score)} {point.emotion}
              </text>
            ))}
          </g>
        ))}
      </g>
      <text x={24} y={feeling + 18} fontWeight={600}>
        Feeling
      </text>
      {BANDS.map(({ word }, place) => (
        <text key={word} x={LANE - 12} y={feeling + FEELING.top + (place + 0.65) * FEELING.band} textAnchor="end" fill="var(--ink3)">
          {word}
        </text>
      ))}
      <g transform={`translate(0 ${rails})`}>
        <Channels channels={channels} stops={columns.map((column) => column.channels)} width={width} />
      </g>
      <text x={24} y={hurt + 16} fontWeight={600}>
        Pain points
      </text>
      {pains.map((lines, place) => (
        <Lines key={columns[place]?.ref.key ?? place} x={LANE + place * WIDTH + 10} y={hurt + 16} lines={lines} />
      ))}
    </svg>
  );
}

function Lines({ x, y, lines, weight = 400 }: { x: number; y: number; lines: readonly string[]; weight?: number }) {
  return (
    <text x={x} y={y} fontWeight={weight}>
      {lines.map((line, number) => (
        <tspan key={number} x={x} dy={number === 0 ? 0 : LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function Legend({ curves }: { curves: readonly Curve[] }) {
  const shown = curves.filter(({ earlier }) => !earlier);
  return shown.map(({ persona, place }, number) => {
    const x = 24 + number * 320;
    return (
      <g key={persona.key}>
        <line x1={x} x2={x + 30} y1={46} y2={46} stroke={hueOf(place)} strokeWidth={2.25} strokeDasharray={dashOf(place)} />
        <Marker place={place} x={x + 38} y={46} size={4} fill={hueOf(place)} />
        <text x={x + 50} y={50}>
          {wrap(persona.name, 42, 1)[0]}
        </text>
      </g>
    );
  });
}

function Channels({ channels, stops, width }: { channels: readonly Named[]; stops: readonly (readonly Named[])[]; width: number }) {
  const rail = (key: string | undefined) => 8 + (channels.findIndex((channel) => channel.key === key) + 0.5) * RAIL;
  const path = stops.flatMap(([first], place) => (first ? [[LANE + (place + 0.5) * WIDTH, rail(first.key)] as const] : []));
  return (
    <>
      <text x={24} y={22} fontWeight={600}>
        Channel
      </text>
      {channels.map(({ key, name }) => (
        <g key={key}>
          <line x1={LANE} x2={width} y1={rail(key)} y2={rail(key)} stroke="var(--line)" />
          <text x={LANE - 12} y={rail(key) + 4} textAnchor="end" fill="var(--ink3)">
            {wrap(name, 11, 1)[0]}
          </text>
        </g>
      ))}
      <path d={smooth(path)} fill="none" stroke="var(--ink2)" strokeWidth={1.75} />
      {path.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={4.5} fill="var(--surface)" stroke="var(--ink2)" strokeWidth={1.75} />
      ))}
    </>
  );
}
