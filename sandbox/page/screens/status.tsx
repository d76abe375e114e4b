// The line at the top of the screen: the time, whose phone it is, and whether there is a network.
import { useEffect, useState } from "preact/hooks";
import * as model from "../model";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function StatusLine() {
  const [now, setNow] = useState(new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  const bars = { online: 4, connecting: 1, offline: 0 }[model.link.value];
  const words = { online: "Network: good", connecting: "Looking for the network", offline: "No service" }[model.link.value];
  return (
    <div class="status">
      <span>{time.format(now)}</span>
      <span class="status-name">{model.resident.value.name}</span>
      <span class="signal" role="img" aria-label={words}>
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} class={bar <= bars ? "on" : ""} />
        ))}
      </span>
    </div>
  );
}
