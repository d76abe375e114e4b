// Who wrote what stands in a conversation: what reception took down at the counter is not as if the resident had typed it.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { authorOf, noteBy, writerOf } from "../desk/author";

test("what reception typed says that reception wrote it", () => {
  assert.equal(writerOf("reception"), "Reception wrote");
});

test("what a resident sent says that they wrote it", () => {
  for (const author of ["resident", null]) assert.equal(writerOf(author), "They wrote");
});

test("a spoken message says that they said it", () => {
  assert.equal(writerOf("caller"), "They said");
});

test("ours is by its author, and what nobody wrote by hand says so", () => {
  assert.deepEqual([authorOf("Amina Khan", "We wrote"), authorOf(null, "We wrote"), authorOf("switchboard", "We wrote")], ["Amina Khan", "We wrote", "Sent automatically"]);
  assert.deepEqual([noteBy("switchboard"), noteBy(null)], ["Automatic note", "Note by an agent"]);
});
