import type { Given, Row } from "../asking.ts";
import { feedbackLoop, funnel, stuck, visitsWithoutPurchase } from "./bars.ts";
import {
  brokenTransitions,
  changeOfPhase,
  firstEncounters,
  howConnected,
  loops,
  skippedPhases,
  touchpointsInOrder,
  trace,
  zoom,
} from "./chains.ts";
import { emotionCurve, metricByPhase } from "./curves.ts";
import {
  channelsInPhase,
  contentAndNeeds,
  leaveReasons,
  momentsByDefinition,
  touchpointsByMethod,
  whereToInvest,
} from "./matrices.ts";
import type { Picture } from "./picture.ts";
import {
  asIsAndToBe,
  contradictedTerms,
  costs,
  disagreements,
  messagesAcrossChannels,
  personasCompared,
  phasesLinedUp,
} from "./sides.ts";

/** What the answer to each question is drawn as; those that are best shown as a table are not here. */
export const PICTURES: Readonly<Record<string, (rows: readonly Row[], given: Given) => Picture>> = {
  "acquisition-and-retention-cost": costs,
  "as-is-and-to-be": asIsAndToBe,
  "broken-transitions": brokenTransitions,
  "change-of-phase": changeOfPhase,
  "channels-in-phase": channelsInPhase,
  "content-and-needs": contentAndNeeds,
  "contradicted-terms": contradictedTerms,
  disagreements,
  "emotion-curve": emotionCurve,
  "feedback-loop": feedbackLoop,
  "first-encounters": firstEncounters,
  funnel,
  "how-connected": howConnected,
  "leave-reasons": leaveReasons,
  loops,
  "messages-across-channels": messagesAcrossChannels,
  "metric-by-phase": metricByPhase,
  "moments-by-definition": momentsByDefinition,
  "personas-compared": personasCompared,
  "phases-lined-up": phasesLinedUp,
  "skipped-phases": skippedPhases,
  stuck,
  "touchpoints-by-method": touchpointsByMethod,
  "touchpoints-in-order": touchpointsInOrder,
  trace,
  "visits-without-purchase": visitsWithoutPurchase,
  "where-to-invest": whereToInvest,
  zoom,
};
