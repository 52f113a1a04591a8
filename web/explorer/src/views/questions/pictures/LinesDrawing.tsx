import { scaleLinear } from "d3-scale";
import { Drawing, type LegendEntry } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import { POINTS } from "../../../drawing/marks.tsx";
import { BASES } from "../../../parts/marks.tsx";
import { number, score } from "../../../words.ts";
import { dashOf, hueOf, Marker, MOST_PERSONAS } from "../../journeys/personas.tsx";
import { BANDS, smooth } from "../../journeys/scale.ts";
import type { LineChart, Lines } from "./picture.ts";

const LEFT = 96;
const TITLE = 40;
const CHART = 180;
const NAMES = 60;
const LEGEND = 24;

export function LinesDrawing({ picture: { charts }, width, label }: { picture: Lines; width: number; label: string }) {
  const each = TITLE + CHART + NAMES + LEGEND + 16;
  const step = (chart: LineChart) => Math.max(96, (width - LEFT - 32) / Math.max(1, chart.labels.length));
  const whole = Math.max(width, ...charts.map((chart) => LEFT + 32 + step(chart) * chart.labels.length));
  return (
    <Drawing width={whole} height={Math.max(1, charts.length) * each} label={label} legend={legendOf(charts)}>
      {charts.map((chart, place) => (
        <g key={place} transform={`translate(0 ${place * each})`}>
          <Chart chart={chart} step={step(chart)} />
        </g>
      ))}
    </Drawing>
  );
}

/** The words of the points, and of the lowest ones. */
function legendOf(charts: readonly LineChart[]): LegendEntry[] {
  const series = charts.flatMap((chart) => chart.series);
  const used = new Set(series.flatMap(({ bases }) => bases));
  const dots = BASES.filter((basis) => used.has(basis)).map((basis) => POINTS[basis]);
  return series.some(({ lowest }) => lowest.length > 0) ? [...dots, POINTS.lowest] : dots;
}

function Chart({ chart: { title, node, labels, range, feelings, series }, step }: { chart: LineChart; step: number }) {
  const y = scaleLinear(range, [TITLE + CHART, TITLE]);
  const x = (at: number) => LEFT + (at + 0.5) * step;
  const wide = step * labels.length;
  const each = Math.max(240, wide / Math.min(MOST_PERSONAS, Math.max(1, series.length)));
  return (
    <>
      <Label x={24} y={26} text={title} room={wide} most={1} size={14} weight={650} to={node} />
      {feelings
        ? BANDS.map(({ token, word }, band) => (
            <g key={token}>
              <rect x={LEFT} y={TITLE + (band * CHART) / 5} width={wide} height={CHART / 5} fill={`var(--${token}-zone)`} />
              <text x={LEFT - 10} y={TITLE + ((band + 0.6) * CHART) / 5} textAnchor="end" fill="var(--ink3)">
                {word}
              </text>
            </g>
          ))
        : y.ticks(4).map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={LEFT + wide} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
              <text x={LEFT - 10} y={y(tick) + 4} textAnchor="end" fill="var(--ink2)">
                {number(tick)}
              </text>
            </g>
          ))}
      {labels.map((name, at) => (
        <Label key={at} x={x(at)} y={TITLE + CHART + 18} text={name} room={step - 10} most={3} size={11} anchor="middle" />
      ))}
      {series.slice(0, MOST_PERSONAS).map(({ name, values, bases, lowest }, place) => (
        <g key={place}>
          {runs(values).map((run) => (
            <path
              key={run[0]}
              d={smooth(run.map((at) => [x(at), y(values[at] ?? 0)] as const))}
              fill="none"
              stroke={hueOf(place)}
              strokeWidth={2.25}
              strokeDasharray={dashOf(place)}
            />
          ))}
          {values.map((value, at) =>
            value === null ? null : (
              <Marker
                key={at}
                place={place}
                x={x(at)}
                y={y(value)}
                size={4.5}
                fill={bases[at] === "measured" ? hueOf(place) : "var(--surface)"}
                dotted={bases[at] === "inferred"}
              />
            ),
          )}
          {lowest.map((at) => (
            <text key={at} x={x(at)} y={y(values[at] ?? 0) + (y(values[at] ?? 0) + 22 > TITLE + CHART ? -12 : 20)} textAnchor="middle" fontWeight={650} fill={hueOf(place)}>
              ▾ {score(values[at] ?? 0)}
            </text>
          ))}
          <g transform={`translate(${LEFT + place * each} ${TITLE + CHART + NAMES + 14})`}>
            <line x2={28} stroke={hueOf(place)} strokeWidth={2.25} strokeDasharray={dashOf(place)} />
            <Marker place={place} x={34} y={0} size={4} fill={hueOf(place)} />
            <Label x={44} y={4} text={name} room={each - 60} most={1} />
          </g>
        </g>
      ))}
    </>
  );
}

/** The places of values that follow one another without a gap, two at least. */
function runs(values: readonly (number | null)[]): number[][] {
  const found: number[][] = [[]];
  for (const [at, value] of values.entries()) {
    if (value === null) found.push([]);
    else found.at(-1)?.push(at);
  }
  return found.filter(({ length }) => length > 1);
}
