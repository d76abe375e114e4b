// Whether a dialog or a screen of its own lies over the desk, which cannot be reached then: what rings meanwhile rings on it.
import { signal } from "@preact/signals";

export const covered = signal(false);
