import assert from "node:assert/strict";
import { test } from "node:test";
import { toldAt } from "../../explorer/src/views/evidence/told.ts";

type Node = Parameters<typeof toldAt>[0];

const all = (...keys: object[]) => ({ edges: keys.map((node) => ({ node })) });

test("a step tells what is felt and measured at its touchpoint and in its moments too, each once", () => {
  const step = {
    kind: "STEP", key: "j/s/t", name: "Wait",
    feelings: all({ kind: "FEELING", key: "f1" }),
    readings: all({ key: "r1" }),
    painPoints: all({ kind: "PAIN_POINT", key: "p1" }),
    at: all({ kind: "TOUCHPOINT", key: "app", readings: all({ key: "r1" }, { key: "r2" }), painPoints: all({ kind: "PAIN_POINT", key: "p1" }) }),
    microMoments: all({ kind: "MICRO_MOMENT", key: "j/s/t/m", feelings: all({ kind: "FEELING", key: "f2" }) }),
  } as unknown as Node;
  const { felt, measured, others } = toldAt(step);
  assert.deepEqual(felt.map(({ key }) => key), ["f1", "f2"]);
  assert.deepEqual(measured.map(({ key }) => key), ["r1", "r2"]);
  assert.deepEqual(others.map(({ kind, key }) => `${kind}:${key}`), [
    "touchpoint:app", "micro_moment:j/s/t/m", "pain_point:p1", "feeling:f1", "feeling:f2",
  ]);
});

test("a node that lies in no journey tells only of itself", () => {
  const persona = { kind: "PERSONA", key: "pat", name: "Pat" } as unknown as Node;
  assert.deepEqual(toldAt(persona), { felt: [], measured: [], others: [] });
});
