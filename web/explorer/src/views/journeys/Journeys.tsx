import type { ViewProps } from "../../routes.ts";
import { JourneyList } from "./JourneyList.tsx";
import { JourneyView } from "./JourneyView.tsx";

/** A journey's map, or all journeys to choose from. */
export default function Journeys({ of: key }: ViewProps) {
  return key === undefined ? <JourneyList /> : <JourneyView journey={key} />;
}
