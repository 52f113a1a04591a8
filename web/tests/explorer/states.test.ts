import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type OwnServer, ownServer } from "./server.ts";
import { accessible, close, open, SERVER } from "./world.ts";

let server: OwnServer;

before(async () => {
  server = await ownServer();
  await server.start();
});

after(async () => {
  await close();
  await server.stop();
});

test("while nothing has come yet, the grey shape of the view stands there, and only if it takes long", async () => {
  const page = await open("/about");
  await page.route("**/graphql", async (route) => {
    await new Promise((later) => setTimeout(later, 1500));
    await route.continue();
  });
  await page.getByRole("link", { name: "Journeys" }).click();
  await page.getByText("Loading…").first().waitFor({ state: "visible" });
  // A map whose steps are there does not say of its lanes that nothing is in them, before that is known.
  await page.getByText("I look for a new smartphone").click();
  const map = page.getByRole("grid");
  await map.getByText("Loading…").first().waitFor();
  assert.equal(await map.getByText(/^(none|None recorded)$/).count(), await map.getByRole("row", { name: /^Micro-moments/ }).getByText("None recorded").count());
  await map.getByText("none", { exact: true }).first().waitFor();
  assert.equal(await map.getByText("Loading…").count(), 0);
});

test("an answer that can't come says what was observed, under which id, and is asked for again on wish", async () => {
  const page = await open("/about");
  let failing = true;
  await page.route("**/graphql", (route) =>
    failing && route.request().postData()?.includes("query Journeys")
      ? route.fulfill({ json: { data: null, errors: [{ message: "It broke.", extensions: { code: "INTERNAL", id: "abc-7" } }] } })
      : route.continue(),
  );
  await page.getByRole("link", { name: "Journeys" }).click();
  await page.getByRole("heading", { name: "Something went wrong" }).waitFor();
  await page.getByText("abc-7").waitFor();
  await accessible(page, "an error");
  failing = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("I look for a new smartphone").waitFor();
});

test("a server that goes away is told, with how old what one sees is; when it is back, the page goes on by itself", async () => {
  const page = await open("/journeys", {}, server.url);
  await page.getByText("I look for a new smartphone").waitFor();
  // The scripts of all views come once the first is there.
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/FindPage-.*js/.test(name)));
  await server.stop();
  await page.getByRole("link", { name: "Trace", exact: true }).click();
  const told = page.getByRole("alert").filter({ hasText: "What you see is from" });
  await told.waitFor();
  await accessible(page, "a lost connection");
  await page.getByRole("heading", { name: "There is no answer" }).waitFor();
  await page.goBack();
  await page.getByText("I look for a new smartphone").waitFor();
  await page.goForward();
  await server.start();
  await page.getByRole("heading", { name: "Brand goals" }).waitFor();
  await told.waitFor({ state: "detached" });
});

test("what is written elsewhere is there without loading the page anew", async () => {
  const page = await open("/load");
  await page.getByText("Run 1").waitFor();
  const before = await page.getByRole("listitem").filter({ hasText: /^Run \d/ }).count();
  const answer = await page.request.post(`${SERVER}/graphql`, {
    headers: { "X-Journeygraph": "1" },
    data: { query: 'query { nodeByKey(kind: PERSONA, key: "woman-reader") { id } }' },
  });
  const { id } = (await answer.json()).data.nodeByKey;
  const edit = async (description: string | null) => {
    const done = await page.request.post(`${SERVER}/graphql`, {
      headers: { "X-Journeygraph": "1" },
      data: {
        query: "mutation ($id: ID!, $text: String) { editNode(id: $id, set: { persona: { description: $text } }) { run } }",
        variables: { id, text: description },
      },
    });
    return (await done.json()).data.editNode.run as number;
  };
  await edit("Written by a test.");
  await page.getByRole("listitem").filter({ hasText: /^Run \d/ }).nth(before).waitFor();
  await edit(null);
});

test("text from the data is shown and never run", async () => {
  const page = await open("/about");
  const hostile = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
  await page.route("**/graphql", async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll("I look for a new smartphone", JSON.stringify(hostile).slice(1, -1));
    await route.fulfill({ response, body: text });
  });
  for (const path of ["/journeys", "/find?q=smartphone", "/node/journey/smartphone-purchase", "/journeys/smartphone-purchase", "/graph/journey/smartphone-purchase", "/questions/zoom?journeys=smartphone-purchase"]) {
    await page.goto(SERVER + path);
    await page.getByText("<img src=x").first().waitFor({ state: "attached" });
    assert.doesNotMatch(await page.title(), /^run$/, path);
    assert.equal(await page.locator("img, #root script").count(), 0, path);
  }
});

test("who is not known is asked for a token, and a reader is not led to what only editors may do", async () => {
  const reader = server.token("looking", "reader");
  const editor = server.token("writing", "editor");
  const page = await open("/journeys", {}, server.url);
  const asks = page.getByRole("dialog", { name: "Who asks?" });
  await asks.getByLabel("Token").fill("jg_wrong");
  await accessible(page, "the question who asks");
  await asks.getByRole("button", { name: "Go on" }).click();
  await asks.getByText(/unknown, expired or revoked/).waitFor();
  await asks.getByLabel("Token").fill(reader);
  await asks.getByRole("button", { name: "Go on" }).click();
  await page.getByText("I look for a new smartphone").waitFor();
  assert.equal(await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Load" }).count(), 0);
  await page.goto(`${server.url}/load`);
  await page.getByRole("heading", { name: "Only an editor loads" }).waitFor();
  await accessible(page, "what only editors may do");

  const other = await open("/load", {}, server.url);
  const again = other.getByRole("dialog", { name: "Who asks?" });
  await again.getByLabel("Token").fill(editor);
  await again.getByRole("button", { name: "Go on" }).click();
  await other.getByRole("button", { name: "Choose files" }).waitFor();
});
