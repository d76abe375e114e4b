// What went wrong, in plain English, announced where it is shown.
import type { RefObject } from "preact";
import { Icon } from "./icon";

interface ProblemProps {
  text: string | null | undefined;
  boxed?: boolean | undefined;
  id?: string;
  test?: string;
  box?: RefObject<HTMLDivElement | null>;
}

export function Problem({ text, boxed, id, test, box }: ProblemProps) {
  return (
    <div role="alert" id={id} ref={box}>
      {text && (
        <p class={`problem ${boxed ? "boxed" : ""}`} data-test={test}>
          <Icon name="warn" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
