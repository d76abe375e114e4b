// How today goes for each service: what came, what was answered in time, who gave up, and the aim for a call.
import { percent, view } from "../state";
import { spoken } from "../../kit/time";

export function DayByService() {
  const lines = [...(view.value?.today_by_service ?? [])].sort((a, b) => b.arrived - a.arrived || a.label.localeCompare(b.label));
  return (
    <table class="day-by-service" aria-label="Today, by service">
      <thead>
        <tr>
          <th scope="col">Today, by service</th>
          <th scope="col" class="count">Arrived</th>
          <th scope="col" class="count">In target</th>
          <th scope="col" class="count">Gave up</th>
          <th scope="col" class="count">Aim for a call</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const inTarget = percent(line.answered_in_target, line.answered);
          return (
            <tr key={line.service} data-test="day-service" data-service={line.service} class={line.arrived ? "" : "idle"}>
              <th scope="row">{line.label}</th>
              <td class="num count">{line.arrived || "–"}</td>
              <td class="num count">{inTarget === null ? "–" : `${inTarget}%`}</td>
              <td class="num count">{line.abandoned || "–"}</td>
              <td class="num aim">{line.target_s === null ? "–" : spoken(line.target_s)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
