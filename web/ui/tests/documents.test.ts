// A file that may be dangerous says so in words beside its link; one that is not says nothing.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { VNode } from "preact";
import type { ContactView, Message } from "../api/types";
import { Files, loose, Papers, partOf } from "../desk/documents";

/** The words of what a component without state shows. */
function wordsOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(wordsOf).join("");
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (typeof node !== "object" || node === null) return "";
  const { type, props } = node as VNode<{ children?: unknown }>;
  return wordsOf(typeof type === "function" ? (type as (given: unknown) => unknown)(props) : props.children);
}

const holding = (name: string, dangers?: string[]) =>
  ({ id: "con_1", messages: [], documents: [{ id: "doc_1", name, content_type: "application/pdf", size: 2048, dangers }] }) as unknown as ContactView;

for (const [shows, component] of Object.entries({ files: Files, papers: Papers })) {
  test(`${shows}: what may be dangerous says why`, () => {
    const words = wordsOf(component({ contact: holding("bill.pdf", ["is a programme. Do not open it.", "may be a PDF bomb."]) }));
    assert.match(words, /bill\.pdf.*May be dangerous: it is a programme\. Do not open it\.May be dangerous: it may be a PDF bomb\./);
  });

  test(`${shows}: what is not, or is told of by an older server, has no mark`, () => {
    for (const dangers of [[], undefined]) assert.doesNotMatch(wordsOf(component({ contact: holding("plan.pdf", dangers) })), /dangerous/);
  });
}

const ids = (shown: ContactView) => (shown.documents ?? []).map(({ id }) => id);

test("what came with a message stands with it, and the rest with the contact", () => {
  const messages = [
    { id: "text", came: ["a", "b"], not_kept: ["It is too large to keep."] },
    { id: "email", came: ["c"], mail: { original: "o" } },
    { id: "of an older server" },
  ] as unknown as Message[];
  const whole = { id: "con_1", messages, documents: ["old", "a", "o", "b", "c"].map((id) => ({ id })) } as unknown as ContactView;
  assert.deepEqual(messages.map((message) => ids(partOf(whole, message))), [["a", "b"], ["c"], []]);
  assert.deepEqual(messages.map((message) => partOf(whole, message).not_kept), [["It is too large to keep."], [], []]);
  assert.deepEqual(ids(loose(whole)), ["old"]);
});
