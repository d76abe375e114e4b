// Rows: a tag and the name that people read; and that every choice has a name, once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { languageName, languages } from "../kit/language";

const ROWS: [says: string, tag: string, name: string][] = [
  ["a language", "pl", "Polish"],
  ["with its country", "pt-BR", "Brazilian Portuguese"],
  ["signed", "bfi", "British Sign Language"],
  ["a tag that nobody gave a name", "xx", "xx"],
  ["a menu's own word", "press 2", "press 2"],
];

for (const [says, tag, name] of ROWS) {
  test(says, () => assert.equal(languageName(tag), name));
}

test("every choice has a name of its own", () => {
  const choices = languages(null).flatMap(([, each]) => each);
  assert.deepEqual(choices.filter(({ tag, name }) => tag === name), []);
  assert.equal(new Set(choices.map(({ name }) => name)).size, choices.length);
});

test("what is kept is among the choices, although it stands in no list", () => {
  assert.ok(languages("pt-BR").some(([, each]) => each.some(({ tag }) => tag === "pt-BR")));
});
