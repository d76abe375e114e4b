// Small choices kept in this browser, and drafts kept in this tab. A browser that refuses storage loses nothing else.

export function kept(key: string, otherwise: string): string {
  try {
    return localStorage.getItem(`switchboard.${key}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`switchboard.${key}`, value);
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}

const DRAFTS = "switchboard.draft.";

/** Drafts hold residents' words, so they live only as long as the tab. */
export function draft(key: string): string {
  try {
    return sessionStorage.getItem(DRAFTS + key) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(DRAFTS + key, text);
    else sessionStorage.removeItem(DRAFTS + key);
  } catch {
    // As above.
  }
}

/** Drafts are kept as `kind.contact`, or `kind.contact.` and more: none of this contact's is left once it is closed. */
export function dropDraftsOf(contact: string): void {
  drop((key) => key.split(".")[1] === contact);
}

/** Leaves nothing of anybody's behind, at log-out. */
export function dropDrafts(): void {
  drop(() => true);
}

function drop(which: (key: string) => boolean): void {
  try {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(DRAFTS) && which(key.slice(DRAFTS.length)))
      .forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // As above.
  }
}
