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
      ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
      ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px 8px", padding: "8px 40px 8px 12px", fontFamily: "var(--font)", fontSize: "14px" },
      ".cm-panel.cm-search br": { display: "none" },
      ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", margin: "0", fontSize: "14px" },
      ".cm-panel.cm-search input, .cm-panel.cm-search button": { margin: "0" },
      ".cm-textfield": { minHeight: "32px", padding: "2px 8px", border: "1px solid var(--edge)", borderRadius: "6px", backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "14px" },
      ".cm-button": { minHeight: "32px", padding: "2px 12px", border: "1px solid var(--edge)", borderRadius: "6px", backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "14px", textTransform: "capitalize", cursor: "pointer" },
      ".cm-button:hover": { backgroundColor: "var(--accent-soft)" },
      ".cm-panel.cm-search [name=close]": { top: "10px", right: "12px", width: "28px", height: "28px", border: "none", borderRadius: "6px", backgroundColor: "transparent", color: "var(--ink)", fontSize: "20px", textTransform: "none", cursor: "pointer" },
      ".cm-searchMatch": { backgroundColor: "var(--warn-soft) !important", outline: "1px solid var(--warn)" },
      ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--focus) 35%, transparent) !important" },
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
