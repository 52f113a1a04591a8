import { useRef } from "react";
import { useWidth } from "../../journeys/useWidth.ts";
import { BarsDrawing } from "./BarsDrawing.tsx";
import { ChainsDrawing } from "./ChainsDrawing.tsx";
import { FlowsDrawing } from "./FlowsDrawing.tsx";
import { LinesDrawing } from "./LinesDrawing.tsx";
import { MatrixDrawing } from "./MatrixDrawing.tsx";
import type { Picture } from "./picture.ts";
import styles from "./PictureView.module.css";
import { ScatterDrawing } from "./ScatterDrawing.tsx";
import { SidesDrawing } from "./SidesDrawing.tsx";
import { TreeDrawing } from "./TreeDrawing.tsx";

/** An answer as a picture, as wide as there is room for. */
export function PictureView({ picture, label }: { picture: Picture; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.max(useWidth(frame), 640);
  return (
    <div ref={frame} className={styles.frame} tabIndex={0} role="region" aria-label="Picture">
      <Drawn picture={picture} width={width} label={label} />
    </div>
  );
}

/** An answer as a drawing of a given width. */
export function Drawn({ picture, width, label }: { picture: Picture; width: number; label: string }) {
  switch (picture.type) {
    case "bars":
      return <BarsDrawing picture={picture} width={width} label={label} />;
    case "matrix":
      return <MatrixDrawing picture={picture} width={width} label={label} />;
    case "scatter":
      return <ScatterDrawing picture={picture} width={width} label={label} />;
    case "lines":
      return <LinesDrawing picture={picture} width={width} label={label} />;
    case "chains":
      return <ChainsDrawing picture={picture} width={width} label={label} />;
    case "tree":
      return <TreeDrawing picture={picture} width={width} label={label} />;
    case "sides":
      return <SidesDrawing picture={picture} width={width} label={label} />;
    case "flows":
      return <FlowsDrawing picture={picture} width={width} label={label} />;
  }
}
