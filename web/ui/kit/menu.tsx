// A button that opens a short list of things to choose from, by mouse, finger or arrow keys.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Choice {
  id: string;
  label: string;
  test?: string;
}

interface MenuProps {
  label: string;
  choices: Choice[];
  choose: (id: string) => void;
  look?: string;
  side?: string;
  test?: string;
  disabled?: boolean;
  children: ComponentChildren;
}

export function Menu({ label, choices, choose, look = "", side = "", test, disabled, children }: MenuProps) {
  const open = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const items = () => [...(box.current?.querySelectorAll<HTMLButtonElement>(".item") ?? [])];
  const shut = () => {
    open.value = false;
    box.current?.querySelector<HTMLButtonElement>("button")?.focus();
  };

  useEffect(() => {
    if (!open.value) return;
    items()[0]?.focus();
    const outside = (event: Event) => box.current?.contains(event.target as Node) || (open.value = false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);

  const keys = (event: KeyboardEvent) => {
    if (!open.value) return;
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") shut();
    else if (step) all[(at + step + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="menu" ref={box} onKeyDown={keys}>
      <button
        type="button"
        class={`button ${look}`}
        aria-haspopup="menu"
        aria-expanded={open.value ? "true" : "false"}
        aria-disabled={disabled ? "true" : undefined}
        data-test={test}
        onClick={() => !disabled && (open.value = !open.value)}
      >
        {children}
      </button>
      {open.value && (
        <div class={`sheet ${side}`} role="menu" aria-label={label}>
          {choices.map((choice) => (
            <button
              key={choice.id}
              type="button"
              role="menuitem"
              class="item"
              data-test={choice.test}
              onClick={() => {
                shut();
                choose(choice.id);
              }}
            >
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
