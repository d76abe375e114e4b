// What a script adds to the residents' pages: the theme, the focus on what went wrong, one press of Send, and a map.
import { followTheme } from "../kit/theme";

/** What went wrong is read first, and a link to an input also puts the cursor there. */
function leadToProblems(): void {
  const summary = document.querySelector<HTMLElement>(".summary");
  summary?.focus();
  summary?.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    (input.closest(".field") ?? input).scrollIntoView({ block: "start" });
    input.focus({ preventScroll: true });
  });
}

/** The server takes a second press for the first; this says that the first one is under way. */
function pressOnce(): void {
  for (const form of document.forms) {
    let pressed = false;
    form.addEventListener("submit", (event) => {
      const button = (event as SubmitEvent).submitter;
      if (!(button instanceof HTMLButtonElement) || !button.hasAttribute("data-once")) return;
      if (pressed) return event.preventDefault();
      pressed = true;
      button.setAttribute("aria-disabled", "true");
      button.textContent = "Sending…";
    });
  }
  // A page that comes back with the Back button can be sent again; the server knows whether it was.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

followTheme();
leadToProblems();
pressOnce();
if (document.querySelector("[data-place]")) void import("./place-map").then(({ offerMaps }) => offerMaps());
