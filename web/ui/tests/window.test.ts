// Whether free words still go on WhatsApp: the server's reason first, and the page's own clock between two views.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CLOSED, refusedNow } from "../desk/window";
import { now } from "../kit/time";

const texting = (more: object) => ({ refused: null, warning: null, by: "whatsapp", offers: [], ...more });
const at = (seconds: number) => new Date(now.value + seconds * 1000).toISOString();

const rows = [
  { label: "an open window", given: texting({ until: at(60) }), says: null },
  { label: "a window that has just closed", given: texting({ until: at(-1) }), says: CLOSED },
  { label: "the server's own reason", given: texting({ until: null, refused: "They said STOP." }), says: "They said STOP." },
  { label: "the server's reason before the clock's", given: texting({ until: at(-1), refused: "They said STOP." }), says: "They said STOP." },
  { label: "a text has no window", given: { refused: null, warning: null }, says: null },
  { label: "nothing known yet", given: undefined, says: null },
];

for (const { label, given, says } of rows) test(label, () => assert.equal(refusedNow(given), says));
