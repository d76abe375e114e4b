// The bar at the top of the desk and the console: whose it is, how fresh it is, and the few things that are always there.
import type { ComponentChildren } from "preact";
import { me, post, type Door } from "../api/http";
import { FreshnessStamp } from "../live/freshness";
import { Icon } from "./icon";
import { dropDrafts } from "./keep";
import { Menu, type Choice } from "./menu";
import { isDark, theme, type Theme } from "./theme";

interface BarProps {
  door: Door;
  title: string;
  children?: ComponentChildren;
  extra?: Choice[];
  choose?: (id: string) => void;
}

async function logOut(door: Door): Promise<void> {
  await post(`/${door}/api/logout`).catch(() => null);
  dropDrafts();
  me.value = null;
}

export function Bar({ door, title, children, extra = [], choose }: BarProps) {
  const account = me.value?.account;
  const other: Theme = isDark.value ? "light" : "dark";
  const choices: Choice[] = [...extra, { id: "theme", label: `Use ${other} colours` }, { id: "log-out", label: "Log out", test: "log-out" }];
  const chosen = (id: string) => {
    if (id === "theme") theme.value = other;
    else if (id === "log-out") void logOut(door);
    else choose?.(id);
  };
  return (
    <header class="bar">
      <a class="brand" href="/" aria-label="Switchboard, all doors">
        <Mark />
        <span class="brand-name">Switchboard</span>
      </a>
      <h1 class="bar-title">{title}</h1>
      <span class="bar-council clip">{me.value?.council.name}</span>
      <div class="bar-middle">{children}</div>
      <FreshnessStamp />
      <Menu label="Your account" choices={choices} choose={chosen} look="on-bar" side="end" test="account-menu">
        <Icon name="person" />
        <span class="bar-account clip">{account?.name}</span>
        <Icon name="down" />
      </Menu>
    </header>
  );
}

/** A jack and its cord: the plug of an old exchange. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="10" cy="10" r="4.5" />
      <circle cx="22" cy="22" r="4.5" class="filled" />
      <path d="M10 14.5v3.5a4 4 0 0 0 4 4h3.5" />
    </svg>
  );
}
