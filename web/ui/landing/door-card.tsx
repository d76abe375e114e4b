// One door: what is behind it, and the way in.
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../kit/icon";

interface DoorCardProps {
  id: "phone" | "web" | "reception" | "desk" | "console";
  href: string | null;
  title: string;
  says: string;
  go: string;
  children?: ComponentChildren;
}

const ICONS: Record<DoorCardProps["id"], IconName> = { phone: "phone", web: "web_form", reception: "walk_in", desk: "people", console: "board" };

export function DoorCard({ id, href, title, says, go, children }: DoorCardProps) {
  return (
    <section class={`card door ${id}`} data-test={`door-${id}`}>
      <span class="door-mark" aria-hidden="true">
        <Icon name={ICONS[id]} />
      </span>
      <h2>{title}</h2>
      <p class="quiet door-says">{says}</p>
      {href && (
        <a class="button main full big" href={href} target={`switchboard-${id}`} rel="opener" data-test={`open-${id}`}>
          {go}
          <Icon name="arrow" />
        </a>
      )}
      {children}
    </section>
  );
}
