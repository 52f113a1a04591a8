import {
  ArrowRightLeft,
  BookA,
  BookOpenText,
  Building2,
  ChartLine,
  CircleDashed,
  ClipboardList,
  Cloud,
  Columns3,
  Database,
  FileText,
  Flag,
  Footprints,
  Gauge,
  Gavel,
  Handshake,
  Heart,
  HeartPulse,
  History,
  Lightbulb,
  ListChecks,
  LogOut,
  Megaphone,
  MessageSquareText,
  Milestone,
  Mountain,
  MousePointerClick,
  Orbit,
  Pointer,
  Quote,
  Radio,
  Repeat,
  Route,
  Server,
  Smile,
  Split,
  Sprout,
  Star,
  Store,
  Target,
  ThumbsUp,
  Timer,
  TriangleAlert,
  User,
  Users,
  Wrench,
  Zap,
  type LucideIcon,
} from "lucide-react";
import type { Kind } from "./frame/find.graphql.ts";
import { capitalised } from "./words.ts";

/** The part of the domain that a kind belongs to; it owns the colour of the kind's tile. */
export type Family = "why" | "who" | "lifecycle" | "journey" | "inside" | "experience" | "evidence" | "observed" | "records";

export interface KindLook {
  readonly family: Family;
  readonly icon: LucideIcon;
  readonly one: string;
  readonly many: string;
}

/** How each kind of node looks and is called. */
export const KINDS: Readonly<Record<Kind, KindLook>> = {
  BRAND: { family: "why", icon: Store, one: "Brand", many: "Brands" },
  BRAND_GOAL: { family: "why", icon: Flag, one: "Brand goal", many: "Brand goals" },
  BRAND_PROMISE: { family: "why", icon: Handshake, one: "Brand promise", many: "Brand promises" },
  CX_GOAL: { family: "why", icon: Target, one: "CX goal", many: "CX goals" },
  DESIRED_OUTCOME: { family: "why", icon: Mountain, one: "Desired outcome", many: "Desired outcomes" },
  PRACTICE: { family: "why", icon: Repeat, one: "Practice", many: "Practices" },
  SEGMENT: { family: "who", icon: Users, one: "Segment", many: "Segments" },
  PERSONA: { family: "who", icon: User, one: "Persona", many: "Personas" },
  NEED: { family: "who", icon: Heart, one: "Need", many: "Needs" },
  CIRCUMSTANCE: { family: "who", icon: Cloud, one: "Circumstance", many: "Circumstances" },
  SUCCESS_PLAN: { family: "who", icon: ListChecks, one: "Success plan", many: "Success plans" },
  STAKEHOLDER: { family: "who", icon: Building2, one: "Stakeholder", many: "Stakeholders" },
  SYSTEM: { family: "who", icon: Server, one: "System", many: "Systems" },
  LIFECYCLE_MODEL: { family: "lifecycle", icon: Orbit, one: "Lifecycle", many: "Lifecycles" },
  PHASE: { family: "lifecycle", icon: CircleDashed, one: "Phase", many: "Phases" },
  MILESTONE: { family: "lifecycle", icon: Milestone, one: "Milestone", many: "Milestones" },
  TRANSITION: { family: "lifecycle", icon: ArrowRightLeft, one: "Transition", many: "Transitions" },
  JOURNEY: { family: "journey", icon: Route, one: "Journey", many: "Journeys" },
  STAGE: { family: "journey", icon: Columns3, one: "Stage", many: "Stages" },
  STEP: { family: "journey", icon: Footprints, one: "Step", many: "Steps" },
  MICRO_MOMENT: { family: "inside", icon: Timer, one: "Micro-moment", many: "Micro-moments" },
  TOUCHPOINT: { family: "inside", icon: Pointer, one: "Touchpoint", many: "Touchpoints" },
  CHANNEL: { family: "inside", icon: Radio, one: "Channel", many: "Channels" },
  CONTENT: { family: "inside", icon: Megaphone, one: "Content", many: "Contents" },
  ACTION: { family: "inside", icon: MousePointerClick, one: "Action", many: "Actions" },
  VERDICT: { family: "inside", icon: Gavel, one: "Verdict", many: "Verdicts" },
  MOMENT_OF_TRUTH: { family: "experience", icon: Star, one: "Moment of truth", many: "Moments of truth" },
  PAIN_POINT: { family: "experience", icon: Zap, one: "Pain point", many: "Pain points" },
  GAIN: { family: "experience", icon: ThumbsUp, one: "Gain", many: "Gains" },
  OPPORTUNITY: { family: "experience", icon: Sprout, one: "Opportunity", many: "Opportunities" },
  SOLUTION: { family: "experience", icon: Wrench, one: "Solution", many: "Solutions" },
  EMOTION: { family: "experience", icon: Smile, one: "Emotion", many: "Emotions" },
  FEELING: { family: "experience", icon: HeartPulse, one: "Feeling", many: "Feelings" },
  CHURN_SIGNAL: { family: "experience", icon: TriangleAlert, one: "Churn signal", many: "Churn signals" },
  DEPARTURE: { family: "experience", icon: LogOut, one: "Departure", many: "Departures" },
  SOURCE: { family: "evidence", icon: FileText, one: "Source", many: "Sources" },
  QUOTE: { family: "evidence", icon: Quote, one: "Quote", many: "Quotes" },
  INSIGHT: { family: "evidence", icon: Lightbulb, one: "Insight", many: "Insights" },
  TERM: { family: "evidence", icon: BookA, one: "Term", many: "Terms" },
  DEFINITION: { family: "evidence", icon: BookOpenText, one: "Definition", many: "Definitions" },
  METRIC: { family: "observed", icon: ChartLine, one: "Metric", many: "Metrics" },
  SURVEY: { family: "observed", icon: ClipboardList, one: "Survey", many: "Surveys" },
  READING: { family: "observed", icon: Gauge, one: "Reading", many: "Readings" },
  RESPONSE: { family: "observed", icon: MessageSquareText, one: "Response", many: "Responses" },
  VARIANT: { family: "observed", icon: Split, one: "Variant", many: "Variants" },
  DATASET: { family: "records", icon: Database, one: "Dataset", many: "Datasets" },
  LOAD_RUN: { family: "records", icon: History, one: "Run", many: "Runs" },
};

/** The look of a kind, by its name in GraphQL or its token in references. */
export function lookOf(kind: string): KindLook {
  const known = KINDS[kind.toUpperCase() as Kind];
  return known ?? { family: "records", icon: CircleDashed, one: sentence(kind), many: sentence(kind) };
}

/** The token of a kind, as references and addresses name it. */
export function tokenOf(kind: string): string {
  return kind.toLowerCase();
}

/** The kind that somebody names at the beginning of a search, such as `persona:`. */
export function kindNamed(word: string): Kind | undefined {
  const wanted = word.trim().toLowerCase().replaceAll("_", " ");
  const found = Object.entries(KINDS).find(
    ([kind, { one, many }]) =>
      kind.toLowerCase().replaceAll("_", " ") === wanted || one.toLowerCase() === wanted || many.toLowerCase() === wanted,
  );
  return found?.[0] as Kind | undefined;
}

/** What a node is called; a fact that has no words of its own, by its kind. */
export function calledAs({ kind, key, name }: { kind: string; key: string; name: string | null }, number?: number): string {
  return name || (/^[0-9a-f]{16,}$/.test(key) ? `${lookOf(kind).one} ${number ?? "without words"}` : spoken(key));
}

/** A key as words, where nobody gives a name: `first-use/waits-for-it` as "Waits for it". */
export function spoken(key: string): string {
  return capitalised((key.split("/").at(-1) || key).replaceAll(/[-_]+/g, " ").trim());
}

/** The word for a kind within a sentence: "CX" stays as it is. */
export function inSentence(word: string): string {
  return /^[A-Z]{2}/.test(word) ? word : word.charAt(0).toLowerCase() + word.slice(1);
}

function sentence(kind: string): string {
  return capitalised(kind.toLowerCase().replaceAll("_", " "));
}
