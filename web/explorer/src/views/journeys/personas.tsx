/** How personas are told apart: by hue, by dash and by marker, as hue alone is not enough. */

export const MOST_PERSONAS = 5;

export const DASHES = [undefined, "9 3", "3 3", "12 3 3 3", "6 6"] as const;

/** The token of a persona's hue, by its place. */
export function hueOf(place: number): string {
  return `var(--persona-${(place % MOST_PERSONAS) + 1})`;
}

export function dashOf(place: number): string | undefined {
  return DASHES[place % MOST_PERSONAS];
}

interface Props {
  place: number;
  x: number;
  y: number;
  size?: number;
  fill: string;
  dotted?: boolean;
}

/** A persona's marker, within a drawing. */
export function Marker({ place, x, y, size = 5, fill, dotted = false }: Props) {
  const look = {
    fill,
    stroke: hueOf(place),
    strokeWidth: 2,
    ...(dotted && { strokeDasharray: "2 2" }),
  };
  const s = size;
  switch (place % MOST_PERSONAS) {
    case 1:
      return <rect x={x - s * 0.9} y={y - s * 0.9} width={s * 1.8} height={s * 1.8} {...look} />;
    case 2:
      return <path d={`M${x} ${y - s * 1.2}L${x + s * 1.15} ${y + s * 0.85}H${x - s * 1.15}Z`} {...look} />;
    case 3:
      return <path d={`M${x} ${y - s * 1.3}L${x + s * 1.3} ${y}L${x} ${y + s * 1.3}L${x - s * 1.3} ${y}Z`} {...look} />;
    case 4: {
      const [a, b] = [s * 0.45, s * 1.2];
      return (
        <path
          d={`M${x - a} ${y - b}H${x + a}V${y - a}H${x + b}V${y + a}H${x + a}V${y + b}H${x - a}V${y + a}H${x - b}V${y - a}H${x - a}Z`}
          {...look}
        />
      );
    }
    default:
      return <circle cx={x} cy={y} r={s} {...look} />;
  }
}

/** A piece of a persona's line with its marker, for legends. */
export function PersonaLine({ place }: { place: number }) {
  return (
    <svg width={44} height={14} aria-hidden>
      <line x1={0} x2={30} y1={7} y2={7} stroke={hueOf(place)} strokeWidth={2.25} strokeDasharray={dashOf(place)} />
      <Marker place={place} x={38} y={7} size={4} fill={hueOf(place)} />
    </svg>
  );
}

/** The marker alone, for where a persona is meant without room for a name. */
export function PersonaDot({ place }: { place: number }) {
  return (
    <svg width={12} height={12} aria-hidden>
      <Marker place={place} x={6} y={6} size={3.5} fill={hueOf(place)} />
    </svg>
  );
}
