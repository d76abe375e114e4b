// A key for one act, so that what is tried again after a lost answer is still done once. Old browsers, and pages without
// https, have no randomUUID.
export const onceKey = (): string => crypto.randomUUID?.() ?? String(Math.random());
