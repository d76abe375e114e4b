// An email that is being written answers the same message to its end, and to no more people than an email may have.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { Mailing } from "../api/types";
import { answering, AT_MOST, chosenAtFirst, isNewer, pinOf, tooMuch } from "../desk/mail-draft";

const who = (address: string) => ({ name: "", address });
const mailing = (given: Partial<Mailing>): Mailing =>
  ({ refused: null, warnings: [], answers: "msg_1", from: null, to: [who("anne@example.org")], cc: [], alone: false, subject: "Re: Bin", no_files: null, wants_text: false, files: [], suggested: null, ...given });
const many = (from: string, count: number) => Array.from({ length: count }, (_, n) => who(`${from}${n}@example.org`));

const BEFORE = mailing({});
const NEWER = mailing({ answers: "msg_2", to: [who("eve@elsewhere.example")], subject: "Re: Else", warnings: ["Look at the address."], files: [{ id: "doc_1", name: "plan.pdf", size: 1 }] });

test("a newer message changes neither whom the draft goes to nor what it is called", () => {
  const pin = pinOf(BEFORE);
  assert.equal(isNewer(pin, NEWER), true);
  const { answers, to, subject, warnings, files } = answering(pin, NEWER);
  assert.deepEqual({ answers, to, subject, warnings }, { answers: "msg_1", to: BEFORE.to, subject: "Re: Bin", warnings: [] });
  assert.deepEqual(files, NEWER.files);
});

test("of the same message what is known since then counts", () => {
  const now = mailing({ warnings: ["Email to anne@example.org came back."] });
  assert.equal(isNewer(pinOf(BEFORE), now), false);
  assert.equal(answering(pinOf(BEFORE), now), now);
});

test("before anything is written the newest is answered", () => assert.equal(answering(null, NEWER), NEWER));

test("an answer to a form holds on to no message", () => assert.equal(pinOf(mailing({ answers: null })), null));

test("no more are chosen than an email may have, in each line", () => {
  const chosen = chosenAtFirst({ to: many("to", 3), cc: many("cc", 120), alone: false });
  assert.equal(chosen.size, 3 + AT_MOST);
  assert.equal(chosen.has(`cc${AT_MOST - 1}@example.org`), true);
  assert.equal(chosen.has(`cc${AT_MOST}@example.org`), false);
});

for (const [label, sizes, most, says] of [
  ["as much as goes along", [7_000_000, 8_000_000], 15, null],
  ["a byte more", [7_000_000, 8_000_001], 15, "The files together are larger than 15 MB, the most that goes along with one email. Leave some out."],
  ["an older server, which will say so itself", [99_000_000], undefined, null],
] as const) test(label, () => assert.equal(tooMuch(sizes, most), says));

test("by a way out that takes one address, the first alone is chosen", () => {
  assert.deepEqual([...chosenAtFirst({ to: many("to", 2), cc: many("cc", 1), alone: true })], ["to0@example.org"]);
});
