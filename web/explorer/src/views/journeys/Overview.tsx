import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { Curve } from "./curve.ts";
import type { MapModel } from "./model.ts";
import styles from "./Overview.module.css";
import { dashOf, hueOf } from "./personas.tsx";
import { paths } from "./scale.ts";

const HEIGHT = 33;

/** The whole curve, and the part of it in the window, which can be dragged. Keys and scroll bars do the same. */
export function Overview({
  model,
  curves,
  scroller,
  width,
}: {
  model: MapModel;
  curves: readonly Curve[];
  scroller: RefObject<HTMLElement | null>;
  /** Of a column in the map; a change of it moves the window. */
  width: number;
}) {
  const track = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const { length } = model.columns;

  // Written past React, which would draw the whole map anew for each pixel.
  useEffect(() => {
    const watched = scroller.current;
    if (!watched) return undefined;
    const place = () => {
      if (!pane.current) return;
      const whole = width * length;
      const seen = Math.min(watched.clientWidth - (watched.scrollWidth - whole), whole);
      pane.current.style.left = `${(watched.scrollLeft / whole) * 100}%`;
      pane.current.style.width = `${(seen / whole) * 100}%`;
    };
    place();
    watched.addEventListener("scroll", place, { passive: true });
    return () => watched.removeEventListener("scroll", place);
  }, [scroller, width, length]);

  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1 || !track.current || !scroller.current) return;
    const { left, width: room } = track.current.getBoundingClientRect();
    const whole = width * length;
    const half = Number.parseFloat(pane.current?.style.width ?? "0") / 200;
    scroller.current.scrollLeft = ((event.clientX - left) / room - half) * whole;
  };

  return (
    <div className={styles.overview} aria-hidden>
      <div
        ref={track}
        className={styles.track}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
      >
        <svg width="100%" height={HEIGHT} viewBox={`0 0 ${length} ${HEIGHT}`} preserveAspectRatio="none" fill="none">
          {model.groups.slice(1).map(({ first }) => (
            <line key={first} x1={first} x2={first} y2={HEIGHT} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
          ))}
          {curves.map((curve) =>
            paths(curve, (at) => at, (score) => HEIGHT / 2 - score * (HEIGHT / 2 - 4)).lines.map((path) => (
              <path
                key={path}
                d={path}
                stroke={hueOf(curve.place)}
                strokeWidth={curve.side === "before" ? 1 : 1.5}
                strokeDasharray={dashOf(curve.place)}
                vectorEffect="non-scaling-stroke"
              />
            )),
          )}
        </svg>
        <div ref={pane} className={styles.pane} />
      </div>
    </div>
  );
}
