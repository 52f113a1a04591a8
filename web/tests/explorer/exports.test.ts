import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, open, saved, standsAlone } from "./world.ts";

after(close);

test("an answer is saved as a table, as rows and as pictures", async () => {
  const page = await open("/questions/trace");
  await page.getByRole("region", { name: "Picture" }).waitFor();
  const table = await saved(page, "Table (CSV)");
  assert.equal(table.name, "trace.csv");
  assert.match(table.content.toString(), /^moment,route,links,brandGoal,brand,strength,gap\r\n/);
  assert.equal(JSON.parse((await saved(page, "Rows (JSON)")).content.toString()).length, 18);
  const picture = (await saved(page, "Picture (SVG)")).content.toString();
  standsAlone(picture);
  for (const said of [/Which brand goals does a moment of truth serve/, /Inferred/, /\d{4} · http\S*\/questions\/trace/]) assert.match(picture, said);
  assert.deepEqual([...(await saved(page, "Picture (PNG)")).content.subarray(1, 4)], [...Buffer.from("PNG")]);
});

/** Views that are taken along as they are shown, what tells that they are there, and words and a row that belong in what is saved. */
const SHOWN = [
  {
    path: "/journeys/newspaper-first-use",
    there: "8 of 9 have evidence",
    words: ["I, as a woman, use the online", "Evidence", "Micro-moments", "Pain points", "Backstage", "Metrics", "Ideas", "Sources disagree"],
    row: /^side,stage,step,touchpoints,channels/,
  },
  {
    path: "/trace/moment_of_truth/first-article-opens",
    there: "Owner: Subscriptions team",
    words: ["Readers who stay", "Inferred"],
    row: /Reading within a minute of paying,cx_goal,advances,/,
  },
  {
    path: "/graph/touchpoint/confirmation-mail",
    there: "Showing all 9 neighbours",
    words: ["Measured"],
    row: /,confirmation-mail,/,
  },
];

for (const { path, there, words, row } of SHOWN) {
  test(`${path} is saved as a picture and as a table`, async () => {
    const page = await open(path);
    await page.getByText(there).first().waitFor();
    const { name, content } = await saved(page, "Picture (SVG)");
    assert.match(name, /^[a-z0-9-]+\.svg$/);
    standsAlone(content.toString());
    const text = content.toString();
    for (const said of [...words, `· ${page.url()}`]) assert.ok(text.includes(said), `${said} is not in the picture of ${path}`);
    assert.match((await saved(page, "Table (CSV)")).content.toString(), row);
    assert.deepEqual(page.complaints, []);
  });
}
