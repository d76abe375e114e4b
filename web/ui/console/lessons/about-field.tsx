// Which service words are about, or that nobody could tell.
import { useId } from "preact/hooks";
import { me } from "../../api/http";
import { ServiceOptions } from "../../kit/service-options";

export function AboutField({ value, set, test }: { value: string; set: (value: string) => void; test: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>These words are about</label>
      <select id={id} class="input" data-test={test} value={value} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">Choose…</option>
        <option value="unsure">Nobody could tell: triage asks</option>
        <ServiceOptions services={me.value?.services ?? []} />
      </select>
    </div>
  );
}
