// Two texts of the rules as one: what goes is struck through, what comes is marked.
import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import { isDark } from "../../kit/theme";
import { nonce } from "./editor";
import { inkOf } from "./ink";

export function Difference({ before, after }: { before: string; after: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const merged = unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged: { margin: 2, minSize: 5 } });
    const told = EditorView.contentAttributes.of({ "aria-label": "What changes", tabindex: "0" });
    const extensions = [lineNumbers(), yaml(), merged, EditorState.readOnly.of(true), EditorView.editable.of(false), told, nonce(), inkOf(isDark.peek())];
    const view = new EditorView({ doc: after, extensions, parent: box.current! });
    return () => view.destroy();
  }, [before, after]);
  return <div class="difference" ref={box} data-test="rules-difference" />;
}
