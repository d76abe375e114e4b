// A letter that somebody handed in, scanned here: it is read and queued as all post is, and came today.
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { me } from "../api/http";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { onceKey } from "../kit/once";
import { ServiceOptions } from "../kit/service-options";
import { handIn } from "./state";

const TAKEN = "Taken in. It is read now, and goes to those who answer it.";
const AGAIN = "Taken in. The same file came before: both are kept, and whoever gets them is told.";

export function PostForm() {
  const act = useAct();
  const input = useRef<HTMLInputElement>(null);
  const service = useSignal("");
  const said = useSignal("");
  // One key a letter: sent again after a lost answer, it is the same letter.
  const key = useMemo(() => ({ now: onceKey() }), []);
  const submit = async (): Promise<void> => {
    said.value = "";
    const file = input.current?.files?.[0];
    if (!file) throw new Error("Choose the file that your scanner made.");
    const { again } = await handIn(file, service.value, key.now);
    key.now = onceKey();
    said.value = again ? AGAIN : TAKEN;
    service.value = "";
    if (input.current) input.current.value = "";
  };
  return (
    <form class="card visit-form" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(submit))}>
      <h2>A letter handed in</h2>
      <label class="field">
        <span class="title">The scanned letter</span>
        <input ref={input} class="input" type="file" accept=".pdf,.tif,.tiff,.png,.jpg,.jpeg" aria-describedby="post-kinds" data-test="post-file" />
        <span id="post-kinds" class="small quiet">A PDF, TIFF, PNG or JPEG, up to 26 MB</span>
      </label>
      <label class="field">
        <span class="title">Service <span class="quiet">(if they know it)</span></span>
        <select class="input" value={service.value} onChange={(event) => (service.value = event.currentTarget.value)} data-test="post-service">
          <option value="">Find it from the letter</option>
          <ServiceOptions services={me.value?.services ?? []} />
        </select>
      </label>
      <ActProblem act={act} boxed />
      <p class="small post-said" role="status" data-test="post-said">{said.value}</p>
      <ActButton act={act} submit look="main full" icon="letter" test="post-add">Take it in</ActButton>
    </form>
  );
}
