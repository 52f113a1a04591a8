import { memo, useRef } from "react";
import { MapGrid, type GridProps } from "./MapGrid.tsx";
import styles from "./MapTable.module.css";
import { Overview } from "./Overview.tsx";
import { COLUMN } from "./scale.ts";
import { useRoving } from "./useRoving.ts";
import { useShownGroups } from "./useShownGroups.ts";
import { useWidth } from "./useWidth.ts";

type Props = Omit<GridProps, "width" | "lane" | "filled" | "table"> & Required<Pick<GridProps, "table">>;

/** The map in its window: columns stretched to fill it, the whole curve above, arrow keys within. */
export const MapTable = memo(function MapTable(props: Props) {
  const { sides, curves, table } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller);
  const model = sides[0]?.model ?? { zoom: "journey", groups: [], columns: [], channels: [] };
  const lane = room > 0 && room < 720 ? 96 : 150;
  const width = Math.max(COLUMN, (room - lane) / Math.max(model.columns.length, 1));
  const [from, to] = useShownGroups(scroller, model, width);
  useRoving(table);
  return (
    <div className={styles.map} style={{ "--lane": `${lane}px`, "--column": `${width}px` } as React.CSSProperties}>
      <Overview model={model} curves={curves ?? []} scroller={scroller} width={width} />
      <div ref={scroller} className={styles.scroller}>
        <MapGrid {...props} width={width} lane={lane} filled={(group) => group >= from && group <= to} />
      </div>
    </div>
  );
});
