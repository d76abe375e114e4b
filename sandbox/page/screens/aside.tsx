// At the left of the handset on a desk: what this is, whose phone it is, and the busy day.
import { BusyDayCard } from "./busyday";
import { Residents } from "./residents";

export function Aside() {
  return (
    <div class="aside wide-only">
      <header class="intro">
        <h1>A resident’s phone</h1>
        <p>Ring the council, press your way through the menu, and somebody at the agent’s desk will answer.</p>
      </header>
      <Residents />
      <BusyDayCard />
    </div>
  );
}
