import type { ViewProps } from "../../routes.ts";
import { LifecycleList } from "./LifecycleList.tsx";
import { LifecycleView } from "./LifecycleView.tsx";

/** A lifecycle model, alone or beside another, or all models to choose from. */
export default function Lifecycles({ of: key }: ViewProps) {
  return key === undefined ? <LifecycleList /> : <LifecycleView model={key} />;
}
