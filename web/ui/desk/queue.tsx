// How long the queue is, and where.
import { clockwise, seconds } from "../kit/time";
import { view } from "./state";

export function Queue() {
  const queue = view.value?.queue;
  if (!queue) return null;
  return (
    <section class="card queue" aria-label="Waiting">
      <div class="spread">
        <h2 class="label">Waiting now</h2>
        <strong class="queue-total num" data-test="queue-total">{queue.total}</strong>
      </div>
      {queue.total === 0 && <p class="small quiet">Nobody is waiting.</p>}
      <ul class="queue-list scroll" tabIndex={queue.services.length > 4 ? 0 : undefined} aria-label="Waiting, by service">
        {queue.services.filter((line) => line.waiting > 0).map((line) => (
          <li key={line.service} class="spread">
            <span class="clip grow">{line.label}</span>
            <span class="num quiet small">{line.oldest_at ? clockwise(seconds(line.oldest_at)) : ""}</span>
            <strong class="num queue-count">{line.waiting}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
