// What whoever publishes the rules should know first, though nothing is wrong with the text itself.
import { Icon } from "../../kit/icon";
import { Words } from "../../kit/words";
import { warnings } from "./state";

export function Warnings() {
  if (warnings.value.length === 0) return null;
  return (
    <ul class="rule-warnings" aria-label="Before you publish">
      {warnings.value.map((words) => (
        <li key={words} class="row" data-test="rules-warning">
          <Icon name="warn" />
          <Words text={words} />
        </li>
      ))}
    </ul>
  );
}
