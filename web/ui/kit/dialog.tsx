// A modal dialog on the browser's own element: it traps focus, closes on Escape, and gives focus back.
import { signal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./icon";

/** What must be reached whatever is open: it stands at the top of every dialog of its page. */
export const above = signal<ComponentType | null>(null);

interface DialogProps {
  title: string;
  open: boolean;
  close: () => void;
  wide?: boolean;
  /** At the side of the page and as high as it, all of a narrow screen. */
  side?: boolean;
  test?: string;
  /** Where to write first, if not in the first field. */
  first?: string | undefined;
  children: ComponentChildren;
}

export function Dialog({ title, open, close, wide, side, test, first: wanted, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const Above = above.value;
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The browser takes the first button, which closes it; people want to write at once, or else the first thing to do.
      const first = (what: string) => dialog.querySelector<HTMLElement>(`.inside > :not(.spread:first-child) :is(${what})`);
      const given = wanted ? dialog.querySelector<HTMLElement>(wanted) : null;
      (given ?? first("input, select, textarea") ?? first("button, [tabindex='0']"))?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={element} class={`dialog ${wide ? "wide" : ""} ${side ? "side" : ""}`} aria-labelledby={heading} data-test={test} onClose={close}>
      {open && Above && <Above />}
      {open && (
        <div class="inside">
          <div class="spread">
            <h2 id={heading}>{title}</h2>
            <button type="button" class="button ghost square" aria-label="Close" onClick={close}>
              <Icon name="cross" />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
