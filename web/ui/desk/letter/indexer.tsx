// The indexer's screen, over all of the desk: the pages, one of them large, what was read of it, and what it is.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentenceOf } from "../../api/http";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { Problem } from "../../kit/problem";
import { covered } from "../covered";
import { Offers } from "../offers";
import { refetch } from "../state";
import { IndexForm } from "./index-form";
import { indexing, joinNext, pictureOf, split, type IndexingView, type Leaf } from "./indexing-verbs";
import { ringing, useKeys } from "./keys";
import { PageTexts } from "./page-texts";
import { PageView } from "./page-view";

const AGAIN_MS = 2500;
const DIVIDED = {
  being_read: "The pages behind these are a letter of their own now, and are being read. Then you can take that back.",
  ready: "The pages behind these are a letter of their own now.",
};

export function Indexer({ contact, close }: { contact: string; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const view = useSignal<IndexingView | null>(null);
  const problem = useSignal<string | null>(null);
  const at = useSignal(0);
  const act = useAct();
  const show = (found: IndexingView) => {
    view.value = found;
    at.value = Math.min(at.value, Math.max(0, found.pages.length - 1));
    void refetch();
    // The control that had the focus may have gone with what it did: the keys go on all the same.
    requestAnimationFrame(() => dialog.current?.contains(document.activeElement) || dialog.current?.focus());
  };
  const fetch = () => void indexing(contact).then(show, (error: unknown) => (problem.value = sentenceOf(error)));
  useEffect(() => {
    dialog.current?.showModal();
    // Not the way out, which the browser would take: Enter and Space are pressed by people who begin to work.
    dialog.current?.focus();
    fetch();
  }, [contact]);
  useEffect(() => {
    covered.value = true;
    return () => void (covered.value = false);
  }, []);
  const divided = view.value?.divided;
  useEffect(() => {
    if (divided !== "being_read") return;
    const look = () => indexing(contact).then((found) => view.value && found.divided !== divided && (view.value = { ...view.value, divided: found.divided ?? null }));
    const timer = setInterval(() => void look().catch(() => undefined), AGAIN_MS);
    return () => clearInterval(timer);
  }, [contact, divided]);
  const pages = view.value?.pages ?? [];
  const page = pages[at.value];
  const go = (by: number) => (at.value = Math.min(pages.length - 1, Math.max(0, at.value + by)));
  useKeys(ringing(), { pagedown: () => go(1), pageup: () => go(-1) });
  const divide = async (leaf: Leaf): Promise<void> => show(await split(contact, leaf.id));
  const join = async (): Promise<void> => show(await joinNext(contact));
  return (
    <dialog ref={dialog} class="indexer" tabIndex={-1} aria-label="Index this letter" data-test="indexer" onClose={close}>
      <header class="indexer-head">
        <Icon name="letter" />
        <h2 class="grow">Index this letter</h2>
        {view.value?.duplicate && <span class="badge warn">The same file came before</span>}
        <button type="button" class="button ghost" onClick={close} data-test="indexer-close">
          <Icon name="cross" />
          Back to the desk
        </button>
      </header>
      <Offers place="over" />
      {!view.value && (problem.value ? <Problem text={problem.value} boxed /> : <p class="indexer-wait quiet">Fetching the pages…</p>)}
      {view.value && (
        <div class="indexer-body">
          <nav class="indexer-pages" aria-label="Pages">
            <ol>
              {pages.map((leaf, place) => (
                <li key={leaf.id}>
                  <button type="button" class="indexer-thumb" aria-current={place === at.value ? "page" : undefined} aria-label={`Page ${leaf.number}`} data-test="indexer-thumb" onClick={() => (at.value = place)}>
                    <img src={pictureOf(contact, leaf.id)} alt="" loading="lazy" />
                    <span class="num">{leaf.number}</span>
                  </button>
                </li>
              ))}
            </ol>
            <div class="indexer-paper">
              <ActButton act={act} work={() => divide(page!)} look="tight" test="indexer-split" disabled={!page?.divides}>Another letter begins here</ActButton>
              {view.value.divided && <p class="small" role="status" data-test="indexer-divided">{DIVIDED[view.value.divided]}</p>}
              <ActButton act={act} work={join} look="tight" test="indexer-join" disabled={view.value.divided === "being_read"}>{view.value.divided ? "Take the division back" : "Add the next letter of the file"}</ActButton>
              <ActProblem act={act} />
            </div>
          </nav>
          {page ? <PageView key={page.number} contact={contact} leaf={page} show={show} go={go} count={pages.length} /> : <p class="indexer-wait quiet">No page of it could be shown. The file itself is with the contact.</p>}
          <PageTexts view={view.value} at={at.value} />
          <IndexForm contact={contact} view={view.value} done={close} />
        </div>
      )}
    </dialog>
  );
}
