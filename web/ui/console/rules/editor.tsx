// The rules as text: YAML with its errors at their lines, checked by the server as they are written.
import { yaml } from "@codemirror/lang-yaml";
import { lintGutter, linter, type Diagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { indentWithTab } from "@codemirror/commands";
import { effect } from "@preact/signals";
import { basicSetup } from "codemirror";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RulesError } from "../../api/types";
import { isDark } from "../../kit/theme";
import { Words } from "../../kit/words";
import { check, replaceEditor, text, write } from "./state";
import { inkOf } from "./ink";

const CHECK_AFTER_MS = 400;

function shownAs(message: string): Node {
  const node = document.createElement("span");
  render(<Words text={message} />, node);
  return node;
}

function atLine(doc: Text, { line, column, message }: RulesError): Diagnostic {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(found.from + Math.max(0, (column ?? 1) - 1), found.to);
  return { from, to: Math.max(from, found.to), severity: "error", message, renderMessage: () => shownAs(message) };
}

const serverLint = linter(
  async (view) => {
    const words = view.state.doc.toString();
    const found = await check(words);
    const doc = view.state.doc;
    return doc.toString() === words ? found.map((error) => atLine(doc, error)) : [];
  },
  { delay: CHECK_AFTER_MS },
);

/** The page's own permission for the style elements that the editor makes. */
export function nonce(): Extension {
  const given = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return given ? EditorView.cspNonce.of(given) : [];
}

let current: EditorView | null = null;

export function goToLine(line: number): void {
  if (!current) return;
  const at = current.state.doc.line(Math.min(line, current.state.doc.lines));
  current.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
  current.focus();
}

export function Editor() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ink = new Compartment();
    const written = EditorView.updateListener.of((update) => update.docChanged && write(update.state.doc.toString()));
    const leave = EditorView.contentAttributes.of({ "aria-label": "Routing rules, YAML. Escape, then Tab, leaves the editor.", "data-test": "rules-text", tabindex: "0" });
    const state = EditorState.create({
      doc: text.peek(),
      extensions: [basicSetup, EditorView.lineWrapping, keymap.of([indentWithTab]), yaml(), lintGutter(), serverLint, written, leave, nonce(), ink.of(inkOf(isDark.peek()))],
    });
    const view = (current = new EditorView({ state, parent: box.current! }));
    const stopInk = effect(() => view.dispatch({ effects: ink.reconfigure(inkOf(isDark.value)) }));
    const stopReplacing = effect(() => {
      const wanted = replaceEditor.value;
      // Once only: an editor that is made anew later has what was written since.
      replaceEditor.value = null;
      if (wanted && wanted.text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: wanted.text } });
    });
    return () => {
      [stopInk, stopReplacing].forEach((stop) => stop());
      current = null;
      view.destroy();
    };
  }, []);
  return <div class="editor" ref={box} data-test="rules-editor" />;
}
