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

/** Drafts hold residents' words, so they live only as long as the tab. */
export function draft(key: string): string {
  try {
    return sessionStorage.getItem(`switchboard.draft.${key}`) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(`switchboard.draft.${key}`, text);
    else sessionStorage.removeItem(`switchboard.draft.${key}`);
  } catch {
    // As above.
  }
}

/** Leaves nothing of anybody's behind, at log-out. */
export function dropDrafts(): void {
  try {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith("switchboard.draft."))
      .forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // As above.
  }
}
