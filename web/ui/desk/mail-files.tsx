// What goes along with an email: files of the case, and those that its writer adds, each of which can be taken out again.
import { useSignal, type Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { AddedFile, Mailing } from "../api/types";
import { type Act, ActButton } from "../kit/act";
import { forEach } from "../kit/each";
import { Icon } from "../kit/icon";
import { draft, keepDraft } from "../kit/keep";
import { Problem } from "../kit/problem";
import { Dangers } from "./documents";
import { tooMuch } from "./mail-draft";
import { size } from "./mail-words";
import { addFile } from "./verbs";

/** Some of what is offered, kept with the draft under `key`: a page that is loaded again adds nobody who was left out. */
export interface Names {
  has: (name: string) => boolean;
  all: () => string[];
  toggle: (name: string) => void;
  set: (names: Iterable<string>) => void;
}

export function useNames(key: string): Names {
  const names = useSignal<ReadonlySet<string>>(new Set(listBefore<string>(key)));
  const set = (now: Iterable<string>) => {
    names.value = new Set(now);
    keepDraft(key, names.value.size ? JSON.stringify([...names.value]) : "");
  };
  const has = (name: string) => names.value.has(name);
  const all = () => [...names.value];
  return { has, all, set, toggle: (name) => set(has(name) ? all().filter((each) => each !== name) : [...all(), name]) };
}

const listBefore = <T,>(key: string): T[] => JSON.parse(draft(key) || "[]") as T[];
const kept = (contact: string): string => `mail.${contact}.files`;

/** Those that were added to this draft before, as long as the tab lives. */
export const addedBefore = (contact: string): AddedFile[] => listBefore<AddedFile>(kept(contact));

export function keepAdded(contact: string, files: Signal<AddedFile[]>, now: AddedFile[]): void {
  files.value = now;
  keepDraft(kept(contact), now.length ? JSON.stringify(now) : "");
}

/** Each that cannot go along says why, and keeps none of the others out. */
export function addAll(contact: string, files: Signal<AddedFile[]>, given: Iterable<File>): Promise<void> {
  return forEach(given, async (each) => {
    const added = await addFile(contact, each);
    keepAdded(contact, files, [...files.value, added]);
  });
}

interface Props {
  contact: string;
  mailing: Mailing;
  chosen: Names;
  added: Signal<AddedFile[]>;
  act: Act;
}

export function Attached({ contact, mailing, chosen, added, act }: Props) {
  const input = useRef<HTMLInputElement>(null);
  if (mailing.no_files) return <p class="small quiet" data-test="mail-no-files">{mailing.no_files}</p>;
  const choose = async (): Promise<void> => {
    const given = [...(input.current?.files ?? [])];
    if (input.current) input.current.value = "";
    await addAll(contact, added, given);
  };
  const along = mailing.files.filter(({ id }) => chosen.has(id));
  const over = tooMuch([...along, ...added.value].map(({ size: bytes }) => bytes), mailing.files_mb);
  return (
    <div class="stack mail-along">
      <OfCase files={mailing.files} chosen={chosen} />
      {added.value.map((each) => (
        <p key={each.file} class="row small mail-added" data-test="mail-added">
          <Icon name="attach" />
          <span>{each.name}</span>
          <span class="quiet num">{size(each.size)}</span>
          <button type="button" class="button ghost tight" aria-label={`Take out ${each.name}`} data-test="mail-take-out" onClick={() => keepAdded(contact, added, added.value.filter((other) => other !== each))}>
            Take out
          </button>
        </p>
      ))}
      <Problem text={over} test="mail-too-much" />
      <input ref={input} type="file" multiple hidden aria-hidden="true" data-test="mail-file-input" onChange={() => void act.run(choose)} />
      <ActButton act={act} work={async () => input.current?.click()} look="tight" icon="attach" test="mail-add-file">Add a file…</ActButton>
    </div>
  );
}

function OfCase({ files, chosen }: { files: Mailing["files"]; chosen: Names }) {
  if (files.length === 0) return null;
  return (
    <details class="mail-files">
      <summary class="small" data-test="mail-files">
        {chosen.all().length ? `Files of this case that go along: ${chosen.all().length}` : "Attach files of this case"}
      </summary>
      {files.map(({ id, name, size: bytes, dangers }) => (
        <label key={id} class="row small" data-test="mail-file">
          <input type="checkbox" checked={chosen.has(id)} onChange={() => chosen.toggle(id)} />
          <span>{name}</span>
          <span class="quiet num">{size(bytes)}</span>
          <Dangers dangers={dangers} />
        </label>
      ))}
    </details>
  );
}
