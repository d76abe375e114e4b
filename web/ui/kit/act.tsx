// A button that does something at the server: it shows that it is waiting, and says near itself what went wrong.
import { signal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { onceReached, Refused, sentenceOf } from "../api/http";
import { Icon, type IconName } from "./icon";
import { Problem } from "./problem";

export interface Act {
  pending: Signal<boolean>;
  problem: Signal<string | null>;
  /** Runs the work once at a time; true when it went well. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Whoever goes on writing has seen it. */
const ANSWERS_AGAIN = "The server answers again. Please see whether this was done, and try again if not.";

function saysUntilTyped(problem: Signal<string | null>, says: string): void {
  problem.value = says;
  const typed = () => problem.value === says && (problem.value = null);
  addEventListener("input", typed, { once: true, capture: true });
}

export function makeAct(): Act {
  const pending = signal(false);
  const problem = signal<string | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (pending.value) return false;
    pending.value = true;
    problem.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      const said = (problem.value = sentenceOf(error));
      if (error instanceof Refused && error.code === "unreached") onceReached(() => problem.value === said && saysUntilTyped(problem, ANSWERS_AGAIN));
      return false;
    } finally {
      pending.value = false;
    }
  };
  return { pending, problem, run };
}

export function useAct(): Act {
  return useMemo(makeAct, []);
}

export interface ActButtonProps {
  act: Act;
  work?: () => Promise<unknown>;
  icon?: IconName;
  look?: string;
  test?: string;
  label?: string;
  pressed?: boolean;
  disabled?: boolean;
  submit?: boolean;
  keys?: string | undefined;
  children?: ComponentChildren;
}

/** `aria-disabled` rather than `disabled`: a button keeps its focus while it waits. */
export function ActButton(props: ActButtonProps) {
  const { act, work, icon, look = "", test, label, pressed, disabled = false, submit, keys, children } = props;
  const off = disabled || act.pending.value;
  const click = (event: Event) => {
    if (off) return event.preventDefault();
    if (work) void act.run(work);
  };
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`button ${look}`}
      data-test={test}
      aria-label={label}
      title={label}
      aria-pressed={pressed === undefined ? undefined : pressed ? "true" : "false"}
      aria-disabled={off ? "true" : undefined}
      aria-busy={act.pending.value ? "true" : undefined}
      aria-keyshortcuts={keys}
      onClick={click}
    >
      {act.pending.value ? <span class="spin" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** What is said is seen: below the edge of what scrolls, nothing would seem to have happened. */
export function ActProblem({ act, boxed }: { act: Act; boxed?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const says = act.problem.value;
  useEffect(() => {
    if (says) box.current?.scrollIntoView({ block: "nearest" });
  }, [says]);
  return <Problem text={says} boxed={boxed} box={box} />;
}
