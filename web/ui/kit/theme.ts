// Light or dark: the system's choice, unless this browser was told otherwise.
import { effect, signal } from "@preact/signals";
import { keep, kept } from "./keep";

export type Theme = "system" | "light" | "dark";

const dark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(dark.matches);

export const theme = signal<Theme>(kept("theme", "system") as Theme);
export const isDark = signal(false);

/** Follows the choice from now on; called once by every page before it draws. */
export function followTheme(): void {
  dark.addEventListener("change", () => (systemDark.value = dark.matches));
  effect(() => {
    isDark.value = theme.value === "system" ? systemDark.value : theme.value === "dark";
    document.documentElement.dataset["theme"] = isDark.value ? "dark" : "light";
    keep("theme", theme.value);
  });
}
