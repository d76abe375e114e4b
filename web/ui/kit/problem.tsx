// What went wrong, in plain English, announced where it is shown.
import { Icon } from "./icon";

export function Problem({ text, boxed, id, test }: { text: string | null | undefined; boxed?: boolean | undefined; id?: string; test?: string }) {
  return (
    <div role="alert" id={id}>
      {text && (
        <p class={`problem ${boxed ? "boxed" : ""}`} data-test={test}>
          <Icon name="warn" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
