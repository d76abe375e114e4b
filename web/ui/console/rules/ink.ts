// The editor's colours, from the page's tokens; keys and values differ in weight as well as in colour.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent-ink)", fontWeight: "650" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--call)" },
  { tag: tags.comment, color: "var(--ink-2)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: "var(--ink-2)" },
  { tag: tags.invalid, color: "var(--bad-ink)" },
]);

export function inkOf(dark: boolean): Extension {
  const page = EditorView.theme(
    {
      "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "14px" },
      ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
      ".cm-content": { caretColor: "var(--ink)" },
      ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-2)", border: "none" },
      ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent-soft) 45%, transparent)" },
      ".cm-activeLineGutter": { backgroundColor: "var(--accent-soft)", color: "var(--accent-ink)" },
      "&.cm-focused": { outline: "none" },
      "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent) !important" },
      ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
      ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
      ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
      ".cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--good-soft) !important" },
      ".cm-deletedChunk": { backgroundColor: "var(--bad-soft) !important", color: "var(--bad-ink)" },
      ".cm-deletedChunk .cm-deletedText": { background: "none", textDecoration: "line-through" },
      ".cm-changedText": { background: "none", textDecoration: "underline", textDecorationThickness: "2px" },
      ".cm-collapsedLines": { background: "var(--sunken)", color: "var(--ink-2)" },
    },
    { dark },
  );
  return [page, syntaxHighlighting(words)];
}
