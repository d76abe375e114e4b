// The agents: who is ready, who helps whom with what, who is on a break and why, and since when.
import type { BoardAgent } from "../../api/types";
import { channelOf, Icon, type IconName } from "../../kit/icon";
import { clockwise, seconds } from "../../kit/time";
import { me } from "../../api/http";
import { about, actsOpen } from "../acts/state";
import { view } from "../state";
import { ask } from "../why/state";

interface Shown {
  order: number;
  says: string;
  icon: IconName;
  look: string;
  since: string | null;
}

function shownAs(agent: BoardAgent): Shown {
  const held = agent.in_hand;
  const reason = me.value?.break_reasons.find(({ id }) => id === agent.reason)?.label ?? agent.reason;
  if (held.length && agent.state === "absent") return { order: 5, says: `Away, holds ${held.length}`, icon: "warn", look: "bad", since: agent.since };
  if (held.length && held.every(({ state }) => state === "wrapping")) return { order: 1, says: "Wrapping up", icon: "edit", look: "warn", since: held[0]!.since };
  if (held.length && held.every(({ state }) => state === "offered")) return { order: 1, says: "Ringing", icon: "phone", look: "warn", since: held[0]!.since };
  if (held.length) return { order: 0, says: "Helping", icon: "person", look: "accent", since: held[0]!.since };
  if (agent.state === "ready") return { order: 2, says: "Ready", icon: "check", look: "good", since: agent.since };
  if (agent.state === "break") return { order: 3, says: reason ? `Break: ${reason}` : "Break", icon: "cup", look: "", since: agent.since };
  if (agent.state === "present") return { order: 4, says: "Here, not ready", icon: "clock", look: "", since: agent.since };
  return { order: 5, says: "Away", icon: "cross", look: "", since: null };
}

function Line({ agent, shown }: { agent: BoardAgent; shown: Shown }) {
  return (
    <li class={`agent ${shown.order === 5 ? "away" : ""}`} data-test="board-agent" data-agent={agent.id} data-state={agent.state}>
      <span class="agent-name clip">{agent.name}</span>
      <span class={`badge ${shown.look}`}>
        <Icon name={shown.icon} />
        {shown.says}
      </span>
      <span class="num small quiet agent-since">{shown.since ? clockwise(seconds(shown.since)) : ""}</span>
      {agent.in_hand.length > 0 && (
        <span class="agent-held small">
          {agent.in_hand.map((held) => (
            <span key={held.contact} class="row">
              <Icon name={channelOf(held.channel).icon} label={channelOf(held.channel).label} />
              <span class="clip">{held.service_label ?? "Service not known yet"}</span>
            </span>
          ))}
        </span>
      )}
      <span class="agent-acts">
        {agent.in_hand.length > 0 && (
          <button type="button" class="button ghost why-open" data-test="why-open" aria-label={`Why does ${agent.name} have this?`} onClick={() => ask({ title: `${agent.name} has in hand`, agent: agent.id })}>
            Why?
          </button>
        )}
        {(shown.order < 5 || agent.in_hand.length > 0) && (
          <button type="button" class="button ghost why-open" data-test="act-open" aria-label={`Act for ${agent.name}`} onClick={() => (about.value = agent.id)}>
            Act…
          </button>
        )}
      </span>
    </li>
  );
}

export function Agents() {
  const agents = (view.value?.agents ?? []).map((agent) => ({ agent, shown: shownAs(agent) }));
  const here = agents.filter(({ shown }) => shown.order < 5).length;
  const ready = agents.filter(({ shown }) => shown.order === 2).length;
  return (
    <section class="card panel agents" aria-label="Agents">
      <div class="spread">
        <h2>Agents</h2>
        {(view.value?.acts ?? []).length > 0 && (
          <button type="button" class="button ghost tight" data-test="acts-open" onClick={() => (actsOpen.value = true)}>Done today</button>
        )}
        <p class="small quiet" data-test="board-agents-ready">{ready} ready of {here} here</p>
      </div>
      <ul class="scroll agent-list" tabIndex={0} aria-label="Agents by state">
        {agents.sort((a, b) => a.shown.order - b.shown.order || a.agent.name.localeCompare(b.agent.name)).map(({ agent, shown }) => (
          <Line key={agent.id} agent={agent} shown={shown} />
        ))}
      </ul>
    </section>
  );
}
