// Which key an agent may give to what, and what is kept of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEYS, type KeyId } from "../desk/keys";
import { clash, giveKey, keyFor, ownKeys, type OwnKeys, read, resetKeys } from "../desk/own-keys";

const rows: { label: string; id: KeyId; key: string; own?: OwnKeys; says: string | null }[] = [
  { label: "a key that is free", id: "answer", key: "y", says: null },
  { label: "its own key", id: "answer", key: "t", says: null },
  { label: "a sign", id: "answer", key: "ö", says: null },
  { label: "no key at all", id: "answer", key: "", says: null },
  { label: "a key that does something else", id: "answer", key: "c", says: "C is “Close the contact” already. Give that another key first." },
  { label: "one that was given to something else", id: "note", key: "y", own: { answer: "y" }, says: "Y is “Write the answer” already. Give that another key first." },
  { label: "one that something else gave up", id: "note", key: "t", own: { answer: "y" }, says: null },
  { label: "nothing by two that have no key", id: "note", key: "", own: { answer: "" }, says: null },
  { label: "a digit", id: "note", key: "3", says: "The digits go to the contacts in hand." },
  { label: "the sheet's own", id: "note", key: "?", says: "? shows this sheet." },
  { label: "an arrow", id: "note", key: "arrowup", says: "Choose a key that writes one letter or sign." },
  { label: "the space bar", id: "note", key: " ", says: "Choose a key that writes one letter or sign." },
];

for (const { label, id, key, own = {}, says } of rows) test(label, () => assert.equal(clash(id, key, own), says));

test("a key that is given does it until all are as they were", () => {
  assert.equal(giveKey("answer", "Y"), null);
  assert.equal(keyFor("answer"), "y");
  assert.match(giveKey("note", "y") ?? "", /already/);
  assert.equal(giveKey("answer", "t"), null);
  assert.deepEqual(ownKeys.value, {});
  giveKey("answer", "y");
  resetKeys();
  assert.equal(keyFor("answer"), "t");
});

for (const [label, text, found] of [
  ["what is kept is read", '{"answer":"y"}', { answer: "y" }],
  ["a key that the desk has no more is forgotten", '{"dance":"y","note":1}', {}],
  ["what cannot be read is nothing", "{", {}],
  ["null is nothing", "null", {}],
] as const) test(label, () => assert.deepEqual(read(text), found));

test("no two have one key at first", () => assert.equal(new Set(KEYS.map(({ key }) => key)).size, KEYS.length));
