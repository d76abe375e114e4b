// Copying, which a browser may refuse: it has no clipboard without https, and some ask the person first.

export const NOT_COPIED = "Copying was not possible. Select it and copy it by hand.";

/** Whether it is in the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
