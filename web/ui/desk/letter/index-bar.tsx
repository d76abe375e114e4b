// Above a letter that waits to be indexed: what that means, and the way to the indexer's screen.
import { useSignal } from "@preact/signals";
import type { InHand } from "../../api/types";
import { Icon } from "../../kit/icon";
import { Indexer } from "./indexer";

export function IndexBar({ held }: { held: InHand }) {
  const open = useSignal(false);
  return (
    <div class="index-bar" data-test="index-bar">
      <Icon name="letter" />
      <p class="grow">This letter could not be read for certain. Say what it is, and it goes to those who answer it.</p>
      <button type="button" class="button main" data-test="index-open" onClick={() => (open.value = true)}>Index it…</button>
      {open.value && <Indexer contact={held.contact} close={() => (open.value = false)} />}
    </div>
  );
}
