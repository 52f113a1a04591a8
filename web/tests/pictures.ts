/** Makes the pictures of all views that the docs show: `node tests/pictures.ts FOLDER`, with EXPLORER_URL naming a server. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { close, DARK, open, PHONE, settled } from "./explorer/world.ts";

interface Picture {
  name: string;
  path: string;
  /** Something that tells that all is there. */
  there: string;
  dark?: boolean;
  phone?: boolean;
  /** Files that are dropped before. */
  files?: Record<string, string>;
}

const CAFE = {
  "dataset.yaml": "dataset: cafe\nname: Corner café, first interviews\nsource: interviews\n",
  "cafe.yaml": `sources:
  - {key: interviews, name: Interviews with six guests, method: interview}
personas:
  - {key: commuter, name: Commuter with eight minutes}
  - {key: regular, name: Regular with her own cup}
channels:
  - {key: app, name: Ordering app}
  - {key: counter, name: Counter}
`,
};

const PICTURES: readonly Picture[] = [
  { name: "home", path: "/", there: "Goals without a moment of truth" },
  { name: "lifecycle", path: "/lifecycles/milkymap?beside=customer-success", there: "Renewal/Growth" },
  { name: "journey-map", path: "/journeys/newspaper-first-use", there: "8 of 9 have evidence" },
  { name: "journey-map-dark", path: "/journeys/newspaper-first-use?zoom=micro", there: "Wait for the tick", dark: true },
  { name: "journey-map-phone", path: "/journeys/newspaper-first-use", there: "8 of 9 have evidence", phone: true },
  { name: "journeys-from-afar", path: "/journeys/newspaper-first-use?zoom=phase", there: "The author as an online shopper" },
  { name: "compared", path: "/journeys/online-order?beside=online-order-to-be", there: "3 of 5 have evidence" },
  {
    name: "trace",
    path: "/trace/moment_of_truth/first-article-opens?sel=cx_goal:reading-within-a-minute~ADVANCES~brand_goal:readers-who-stay",
    there: "Who says so",
  },
  { name: "gap", path: "/trace/moment_of_truth/agent-calls-back", there: "No brand goal is linked", dark: true },
  { name: "trace-phone", path: "/trace/moment_of_truth/first-article-opens", there: "Owner: Subscriptions team", phone: true },
  { name: "node", path: "/node/touchpoint/agent-call-back", there: "Measured here" },
  { name: "question", path: "/questions/trace", there: "18 rows" },
  { name: "question-table", path: "/questions/unsolved-pain-points", there: "resting on" },
  { name: "graph", path: "/graph/journey/newspaper-first-use", there: "neighbours" },
  { name: "load", path: "/load", there: "is taken for bundle", files: CAFE },
];

const folder = process.argv[2] ?? "pictures";
mkdirSync(folder, { recursive: true });
for (const { name, path, there, dark, phone, files } of PICTURES) {
  const page = await open(path, {
    viewport: { width: 1440, height: 860 },
    reducedMotion: "reduce",
    ...(dark && DARK),
    ...(phone && { ...PHONE, deviceScaleFactor: 1 }),
  });
  if (files) {
    const dropped = Object.entries(files).map(([name, text]) => ({ name, mimeType: "text/yaml", buffer: Buffer.from(text) }));
    await page.getByLabel("Files to load").setInputFiles(dropped);
    await page.getByRole("button", { name: "See what they would change" }).click();
  }
  await page.getByText(there).first().waitFor();
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  if (page.complaints.length > 0) throw new Error(`${name}: ${page.complaints.join("\n")}`);
  await page.context().close();
}
await close();
