// On a narrow screen: which of the three columns is shown.
import { Icon, type IconName } from "../kit/icon";
import { inHand, shown } from "./state";

const PARTS: { id: "queue" | "contact" | "person"; icon: IconName; says: string }[] = [
  { id: "queue", icon: "people", says: "You and queue" },
  { id: "contact", icon: "phone", says: "Contact" },
  { id: "person", icon: "person", says: "Person" },
];

export function BottomBar() {
  return (
    <nav class="bottom-bar" aria-label="Parts of the desk">
      {PARTS.map(({ id, icon, says }) => (
        <button key={id} type="button" aria-current={shown.value === id ? "page" : undefined} data-test={`show-${id}`} onClick={() => (shown.value = id)}>
          <Icon name={icon} />
          <span>{says}</span>
          {id === "contact" && inHand.value.length > 0 && <span class="badge accent">{inHand.value.length}</span>}
        </button>
      ))}
    </nav>
  );
}
