import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema, parse, validate } from "graphql";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { askOperation, missing, type Question, readGiven, variables, writeGiven } from "../../explorer/src/views/questions/asking.ts";
import { near } from "../../explorer/src/views/questions/near.ts";
import { ASKS } from "../../explorer/src/views/questions/rows.graphql.ts";

const schema = buildSchema(readFileSync(resolve(import.meta.dirname, "../../../docs/schema.graphql"), "utf8"));
const parameter = (name: string, takes: object, required = false) => ({ name, description: "", required, schema: takes });
const ZOOM = {
  id: "zoom",
  field: "zoom",
  parameters: [
    parameter("limit", { type: "integer", minimum: 1, maximum: 5000, default: 500 }),
    parameter("personas", { type: "array", items: { type: "string" }, "x-kind": "persona" }),
    parameter("level", { type: "string", enum: ["phases", "micro-moments"], default: "micro-moments" }),
  ],
} as unknown as Question;

test("what an address gives is read as the parameters take it; what makes no sense is named", () => {
  const { given, ignored } = readGiven(ZOOM, "?personas=anna,bo&limit=0&level=steps&speed=9&as=table&sel=a:b");
  assert.deepEqual(given, { personas: ["anna", "bo"] });
  assert.deepEqual(ignored, ["limit=0", "level=steps", "speed"]);
  assert.deepEqual(readGiven(ZOOM, "?limit=7&level=phases").given, { limit: 7, level: "phases" });
});

test("a default is not written", () => {
  const [limit, personas] = ZOOM.parameters;
  assert.ok(limit && personas);
  assert.equal(writeGiven(limit, 500), "");
  assert.equal(writeGiven(limit, 7), "7");
  assert.equal(writeGiven(personas, ["anna", "bo"]), "anna,bo");
  assert.equal(writeGiven(personas, undefined), "");
});

test("words of a closed vocabulary are sent as GraphQL has them", () => {
  assert.deepEqual(variables(ZOOM, { level: "micro-moments", personas: ["a-b"] }), { level: "MICRO_MOMENTS", personas: ["a-b"] });
});

test("what a question can't be asked without is told", () => {
  const question = { ...ZOOM, parameters: [parameter("nodes", { type: "array" }, true)] } as unknown as Question;
  assert.deepEqual(missing(question, {}).map(({ name }) => name), ["nodes"]);
  assert.deepEqual(missing(question, { nodes: ["a:b"] }), []);
});

test("every question of the API can be asked for all that it answers", () => {
  for (const [field, { given }] of Object.entries(ASKS)) {
    const question = { id: field, field, parameters: [] } as unknown as Question;
    const { text } = askOperation(question, Object.fromEntries(Object.keys(given).map((name) => [name, 1])));
    assert.deepEqual(validate(schema, parse(text)).map(({ message }) => message), [], field);
  }
});

test("the questions nearest to a wrong name share most of its words", () => {
  const ids = ["trace", "goals-without-moments", "moments-without-goals", "runs"].map((id) => ({ id }));
  assert.deepEqual(near("goals-without-anything", ids, 2).map(({ id }) => id), ["goals-without-moments", "moments-without-goals"]);
});
