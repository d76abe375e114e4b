// Whether a screen of its own lies over all of the desk: what rings meanwhile rings on it.
import { signal } from "@preact/signals";

export const covered = signal(false);
