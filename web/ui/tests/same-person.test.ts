// Rows: what would move and be filled in, and the sentences that tell it before it is done.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SamePersonPreview, Side } from "../api/types";
import { whatMoves } from "../desk/same-person-words";

const side = (name: string | null): Side => ({ id: "per_1", name, addresses: [], language: null, access_needs: null, verified: false, last: [] });

const preview = (moves: Partial<SamePersonPreview["moves"]>, fills: string[] = [], name: string | null = "Ada Pope"): SamePersonPreview => ({
  person: "per_1",
  kept: side(name),
  merged: side(null),
  moves: { contacts: 0, cases: 0, addresses: 0, ...moves },
  fills,
  refused: null,
});

const ROWS: [says: string, given: SamePersonPreview, words: string[]][] = [
  ["one contact", preview({ contacts: 1 }), ["1 contact moves to Ada Pope."]],
  ["several of each", preview({ contacts: 3, cases: 1, addresses: 2 }), ["3 contacts, 1 case and 2 addresses move to Ada Pope."]],
  ["nothing, to somebody without a name", preview({}, [], null), ["Nothing has to move to the one who is kept."]],
  ["what is missing", preview({ cases: 2 }, ["language", "access_needs"]), ["2 cases move to Ada Pope.", "Taken over, because it is missing: language and access needs."]],
];

for (const [says, given, words] of ROWS) {
  test(says, () => assert.deepEqual(whatMoves(given).slice(0, -1), words));
}

test("that it can be undone is said in any case", () => assert.match(whatMoves(preview({})).at(-1)!, /can be undone/));
