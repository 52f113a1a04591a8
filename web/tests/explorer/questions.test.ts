import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { accessible, close, open, pagesOf, SERVER } from "./world.ts";

after(close);

interface Listed {
  id: string;
  view: string;
  parameters: { name: string; required: boolean }[];
}

/** What questions that can't be asked without something are asked with here. */
const GIVEN: Record<string, string> = {
  "changed-since": "nodes=journey:newspaper-first-use",
  "evidence-for": "nodes=definition:moment-of-truth-the-few",
  "evidence-for-link": "nodes=moment_of_truth:first-article-opens&others=cx_goal:reading-within-a-minute",
  "how-connected": "nodes=need:sure-it-is-paid&others=metric:ces&longest=4",
  "links-among": "nodes=persona:woman-reader,need:read-at-once",
  neighbourhood: "nodes=persona:woman-reader",
  neighbours: "nodes=persona:woman-reader",
  search: "text=payment",
  "search-kinds": "text=payment",
  "visits-without-purchase": "visits=page-visits&purchases=purchases&reached=contacts",
  "what-a-run-did": "runs=1",
  "what-a-run-read": "runs=1",
  "where-to-invest": "importance=importance&satisfaction=satisfaction",
};

const response = await fetch(`${SERVER}/graphql`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ query: "{ questions { id view parameters { name required } } }" }),
});
const { questions } = ((await response.json()) as { data: { questions: Listed[] } }).data;

// Two at a time: while one waits for the server, the other is looked at.
describe("every question", { concurrency: 2 }, () => {
  const desk = pagesOf({ reducedMotion: "reduce" });
  for (const { id, view, parameters } of questions) {
    test(`${id} is answered in its best view and as a table, and neither has anything to complain about`, async () => {
      const given = GIVEN[id] ?? "";
      assert.ok(given || !parameters.some(({ required }) => required), `${id} needs something to be asked with`);
      await desk(`/questions/${id}?${given}`, async (page) => {
        const none = page.getByRole("heading", { name: "Nothing to show" });
        const picture = page.getByRole("region", { name: "Picture" });
        const table = page.getByRole("region", { name: "Answer" });
        if (view !== "TABLE") {
          await picture.or(none).first().waitFor();
          if ((await picture.count()) > 0) {
            assert.ok((await picture.locator("svg text").count()) > 0, `the picture of ${id} says nothing`);
            assert.doesNotMatch((await picture.textContent()) ?? "", /undefined|NaN|\[object/, id);
          }
          await accessible(page, `${id} as a picture`);
          await page.getByRole("group", { name: "Shown as" }).getByRole("button", { name: "Table" }).click();
        }
        await table.or(none).first().waitFor();
        assert.equal(await page.getByText("ignored").count(), 0, `${id} does not understand ${given}`);
        await accessible(page, `${id} as a table`);
      });
    });
  }
});

test("a form is made of the parameters, and what is chosen stands in the address", async () => {
  const page = await open("/questions/emotion-curve");
  await page.getByRole("combobox", { name: "Journeys" }).fill("newspaper");
  await page.getByRole("option", { name: /online newspaper/ }).click();
  await page.waitForURL(/journeys=newspaper-first-use/);
  await page.getByRole("spinbutton", { name: "At most" }).fill("3");
  await page.keyboard.press("Enter");
  await page.waitForURL(/limit=3/);
  await page.getByText(/3 of \d+ rows/).waitFor();
  await page.getByRole("button", { name: "Leave out I, as a woman, use the online newspaper for the first time" }).click();
  await page.waitForURL((url) => !url.search.includes("journeys"));
});

test("the query can be taken along, in GraphQL and in Cypher, and both answer", async () => {
  const page = await open("/questions/trace?moments=first-article-opens");
  await page.getByText("2 rows").waitFor();
  await page.getByRole("button", { name: "Show the query" }).click();
  const drawer = page.getByRole("dialog", { name: "The query" });
  const text = await drawer.getByLabel("GraphQL", { exact: true }).textContent();
  const variables = await drawer.getByLabel("Variables", { exact: true }).textContent();
  const answer = await page.request.post(`${SERVER}/graphql`, { data: { query: text, variables: JSON.parse(variables ?? "") } });
  assert.equal((await answer.json()).data.answer.rows.length, 2);
  assert.match((await drawer.getByLabel("Cypher", { exact: true }).textContent()) ?? "", /MATCH \(m:MomentOfTruth/);
  assert.match((await drawer.getByLabel("Parameters for Neo4j Browser", { exact: true }).textContent()) ?? "", /^:params \{.*first-article-opens/);
  await accessible(page, "the query");
});
