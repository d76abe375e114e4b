// Rows: how a consultation stands, on either side, and the line that says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Consult } from "../api/types";
import { howItStands } from "../desk/consult-words";

const ROWS: [says: string, given: Partial<Consult>, words: string][] = [
  ["it rings", { state: "ringing" }, "Ringing Ben. The caller hears music."],
  ["the two agents speak", { state: "talking" }, "You speak with Ben. The caller hears music."],
  ["at the colleague's desk", { state: "talking", side: "asked" }, "You speak with Ben. The caller does not hear you."],
  ["all three speak", { state: "together" }, "Ben, you and the caller hear each other."],
  ["declined", { state: "over", why: "declined" }, "Ben declined. The caller still hears music."],
  ["nobody answered", { state: "over", why: "no_answer" }, "Ben did not answer. The caller still hears music."],
  ["the colleague dropped out", { state: "over", why: "left" }, "Ben has left. The caller still hears music."],
];

for (const [says, given, words] of ROWS) {
  test(says, () => assert.equal(howItStands({ side: "asking", name: "Ben", state: "ringing", why: null, words: "", ...given }), words));
}
