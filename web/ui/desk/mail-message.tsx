// An email in the conversation: who wrote to whom, the whole of it one click away, and to which case it may belong.
import { useSignal } from "@preact/signals";
import type { ContactView, Envelope, Message, OriginalMail } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { Icon } from "../kit/icon";
import { when } from "../kit/time";
import { named, people } from "./mail-words";
import { linkCase, originalMail } from "./verbs";

/** Who it is from and to, and a button that shows it as it came, with all that it quotes. */
export function MailLine({ contact, message, mail }: { contact: string; message: Message; mail: Envelope }) {
  const act = useAct();
  const shown = useSignal<OriginalMail | null>(null);
  const fetch = async (): Promise<void> => {
    shown.value = await originalMail(contact, message.id);
  };
  return (
    <>
      <p class="small quiet mail-head" data-test="mail-head">
        {message.direction === "in" ? `From ${named(mail.from)}` : `To ${people(mail.to)}`}
        {mail.cc.length > 0 && `, copy to ${people(mail.cc)}`}
        {mail.automatic && (message.direction === "in" ? " · a programme wrote it" : " · automatic answer")}
        {mail.original && <ActButton act={act} work={fetch} look="ghost tight" test="mail-original">Original</ActButton>}
      </p>
      <ActProblem act={act} />
      <Dialog title="The email as it came" open={shown.value !== null} close={() => (shown.value = null)} wide test="mail-original-dialog">
        {shown.value && <Original contact={contact} mail={shown.value} />}
      </Dialog>
    </>
  );
}

function Original({ contact, mail }: { contact: string; mail: OriginalMail }) {
  const rows: [string, string][] = [
    ["From", named(mail.from)],
    ["To", people(mail.to)],
    ["Copy to", people(mail.cc)],
    ["Written", mail.date ? when(mail.date) : ""],
    ["Subject", mail.subject],
  ];
  return (
    <div class="mail-whole">
      <dl class="facts">
        {rows.filter(([, value]) => value).map(([name, value]) => (
          <div key={name}>
            <dt class="label">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <MailWarnings warnings={mail.warnings} />
      <p class="said-text" data-test="mail-original-text">{mail.text}</p>
      {mail.signature && <p class="said-text quiet">{mail.signature}</p>}
      {mail.quoted && <blockquote class="said-text quiet mail-quoted" data-test="mail-original-quoted">{mail.quoted}</blockquote>}
      <p class="small"><a href={`/desk/api/contacts/${contact}/documents/${mail.document}`} download="original.eml">Save it with everything in it (original.eml)</a></p>
    </div>
  );
}

/** What was odd about the emails as they came; what their files may do stands with the files. */
export function MailWarnings({ warnings = [] }: { warnings?: readonly string[] | undefined }) {
  return warnings.map((words) => (
    <p key={words} class="row small" data-test="mail-odd">
      <Icon name="warn" />
      <span>{words}</span>
    </p>
  ));
}

/** Nobody but a person says that a stranger's email belongs to a case. */
export function SuggestedCase({ contact }: { contact: ContactView }) {
  const act = useAct();
  const suggested = contact.mailing?.suggested;
  if (!suggested) return null;
  const what = suggested.reference ? `case ${suggested.reference}` : "that matter";
  return (
    <div class="mail-suggested" role="status" data-test="mail-suggested">
      <p class="row small">
        <Icon name="warn" />
        <span>{suggested.why} Look at who wrote it before you link it to {what}.</span>
      </p>
      <div class="row">
        <ActButton act={act} work={() => linkCase(contact.id, true)} look="tight" test="mail-link">Link to {what}</ActButton>
        <ActButton act={act} work={() => linkCase(contact.id, false)} look="ghost tight" test="mail-apart">Keep apart</ActButton>
      </div>
      <ActProblem act={act} />
    </div>
  );
}
