// What was read, page by page: the page that is shown is marked, and its words are in sight.
import { useEffect, useRef } from "preact/hooks";
import type { IndexingView } from "./indexing-verbs";

export function PageTexts({ view, at }: { view: IndexingView; at: number }) {
  const frame = useRef<HTMLElement>(null);
  const apart = view.pages.length > 0 && view.pages.every(({ text }) => typeof text === "string");
  useEffect(() => {
    const [whole, page] = [frame.current, frame.current?.querySelector<HTMLElement>("[aria-current]")];
    if (!whole || !page) return;
    // Only this frame: on a narrow screen the page itself would move away from whoever looks at it.
    whole.scrollTop += page.getBoundingClientRect().top - whole.getBoundingClientRect().top - whole.clientTop;
  }, [view.pages.map(({ id }) => id).join(), at]);
  return (
    <section ref={frame} class="indexer-text" aria-label="What was read" tabIndex={0} data-test="indexer-text">
      {!apart && (
        <>
          <h3 class="label">What was read</h3>
          <p>{view.text}</p>
        </>
      )}
      {apart &&
        view.pages.map(({ id, number, text }, place) => (
          <section key={id} class="indexer-page-text" aria-label={`What was read on page ${number}`} aria-current={place === at ? "page" : undefined} data-test="indexer-page-text">
            <h3 class="label">{view.pages.length === 1 ? "What was read" : `Read on page ${number}`}</h3>
            {text ? <p>{text}</p> : <p class="quiet">Nothing.</p>}
          </section>
        ))}
    </section>
  );
}
