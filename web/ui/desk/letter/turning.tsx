// A page that is turned: seen so at once, kept a moment after the last press, and turned back by one more.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ActButton, ActProblem, useAct, type Act } from "../../kit/act";
import { indexing, pictureOf, turnPage, type IndexingView, type Leaf } from "./indexing-verbs";
import { turnLeft, type Turn } from "./leaf";

/** Three presses of R are one turn, and one reading of the page. */
const SETTLES_MS = 800;

export function useTurning(contact: string, leaf: Leaf, show: (view: IndexingView) => void) {
  const act = useAct();
  const turn = useSignal<Turn>(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keep = () => {
    timer.current = undefined;
    let page = leaf.id;
    return act.run(async () => {
      // Whoever goes on turning while the page is read has turned further meanwhile.
      while (turn.value !== 0) {
        const by = turn.value;
        const view = await turnPage(contact, page, by).catch((error: unknown) => {
          // Whether it was kept is not known: what is so is shown.
          turn.value = 0;
          void indexing(contact).then(show, () => undefined);
          throw error;
        });
        page = view.pages[leaf.number - 1]?.id ?? page;
        await seen(pictureOf(contact, page));
        turn.value = turnLeft(turn.value, by);
        show(view);
      }
    });
  };
  const last = useRef(keep);
  last.current = keep;
  const turnBy = (by: Turn, atOnce = false): void => {
    turn.value = ((turn.value + by) % 360) as Turn;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void last.current(), atOnce ? 0 : SETTLES_MS);
  };
  // Who goes on to the next page has meant it.
  useEffect(() => () => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    void last.current();
  }, []);
  return { turn, act, turnBy };
}

/** Loaded before it is shown, so that nothing flickers between. */
async function seen(address: string): Promise<void> {
  const picture = new Image();
  picture.src = address;
  await picture.decode().catch(() => undefined);
}

export function TurnedLine({ leaf, act, undo }: { leaf: Leaf; act: Act; undo: () => void }) {
  if (!act.pending.value && leaf.turned === 0) return <ActProblem act={act} />;
  return (
    <div class="page-turned small" data-test="page-turned">
      <span class="grow" role="status">{act.pending.value ? "Turned. It is kept so, and read again…" : "This page was turned by hand, and read again."}</span>
      {leaf.turned !== 0 && <ActButton act={act} work={async () => undo()} look="tight" test="page-turn-back">As it was scanned</ActButton>}
      <ActProblem act={act} />
    </div>
  );
}
