// One of two people who are looked at beside each other.
import type { Side } from "../api/types";
import { channelOf, Icon } from "../kit/icon";
import { languageName } from "../kit/language";
import { when } from "../kit/time";
import { NAMELESS } from "./same-person-words";

export function SideOf({ side, title, test }: { side: Side; title: string; test: string }) {
  return (
    <section class="same-side" aria-label={title} data-test={test}>
      <p class="label">{title}</p>
      <h4>
        {side.name ?? NAMELESS}
        {side.verified && <span class="badge good"><Icon name="check" /> Confirmed</span>}
      </h4>
      <p class="small num quiet">{side.addresses.join(" · ") || "No address"}</p>
      {side.language && <p class="small"><strong>Language:</strong> {languageName(side.language)}</p>}
      {side.access_needs && <p class="small"><strong>Access needs:</strong> {side.access_needs}</p>}
      <p class="small label">Last contacts</p>
      {side.last.length === 0 && <p class="small quiet">None.</p>}
      <ul class="small">
        {side.last.map((each) => (
          <li key={each.at}>
            {when(each.at)}, {channelOf(each.channel).label}
            {each.service_label ? `, ${each.service_label}` : ""}
          </li>
        ))}
      </ul>
    </section>
  );
}
