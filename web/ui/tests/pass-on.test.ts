// Rows: what is chosen, on a call or not, and the sentence that tells what becomes of the contact.
import assert from "node:assert/strict";
import { test } from "node:test";
import { whatAsking, whatHappens } from "../desk/pass-on-words";

const service = (id: string, ready: number, free: number) => ({ id, label: "Bins", parent_label: "Streets", ready, free });
const CHOICES = {
  own_s: 120,
  services: [service("many", 4, 3), service("one", 1, 1), service("busy", 2, 0), service("none", 0, 0)],
  colleagues: [
    { id: "ben", name: "Ben", can: true, free: true, says: "Free now" },
    { id: "eve", name: "Eve", can: false, free: false, says: "On a break" },
  ],
};

const ROWS: [says: string, kind: "service" | "colleague", to: string, call: boolean, words: string][] = [
  ["nothing chosen, nothing said", "service", "", true, ""],
  ["several are free", "service", "many", true, "The caller hears music and keeps their place; 3 people are free for Bins now."],
  ["one is free, for a text", "service", "one", false, "It keeps its place; one person is free for Bins now."],
  ["all are busy", "service", "busy", true, "The caller hears music and keeps their place, but nobody is free for Bins now: all 2 at work on it are busy."],
  ["nobody is there", "service", "none", false, "It keeps its place, but nobody who knows Bins is ready: it may be a long wait."],
  ["a colleague", "colleague", "ben", true, "The caller hears music and keeps their place. It is for Ben alone for 2 minutes, then for anybody who can help."],
  ["a colleague who cannot", "colleague", "eve", false, "Eve cannot take it now."],
];

for (const [says, kind, to, call, words] of ROWS) {
  test(says, () => assert.equal(whatHappens(CHOICES, kind, to, call), words));
}

const ASKED: [says: string, kind: "service" | "colleague", to: string, words: string][] = [
  ["nobody chosen to be asked, nothing said", "colleague", "", ""],
  ["a colleague who is free is asked", "colleague", "ben", "The caller hears music. Ben is rung, and you speak first."],
  ["a colleague on a break is not asked", "colleague", "eve", "Nobody is free to be asked now: Eve."],
  ["a service with somebody free is asked", "service", "one", "The caller hears music. Whoever is free for Bins is rung, and you speak first."],
  ["a busy service is not asked", "service", "busy", "Nobody is free to be asked now: Bins."],
];

for (const [says, kind, to, words] of ASKED) {
  test(says, () => assert.equal(whatAsking(CHOICES, kind, to), words));
}
