// Emails: who wrote to whom, to whom an answer would go, and one as it came.

export interface Correspondent {
  name: string;
  address: string;
}

export interface Envelope {
  subject: string;
  from: Correspondent;
  to: Correspondent[];
  cc: Correspondent[];
  /** A programme wrote it, ours or theirs. */
  automatic: boolean;
  /** Documents that we attached. */
  files: string[];
  /** What is odd about it, a sentence each. Absent while an older server answers. */
  warnings?: string[];
  /** The document that holds it as it came; null for one of ours. */
  original: string | null;
}

/** To whom an answer by email would go: some may be left out, and nobody is added. */
export interface Mailing {
  refused: string | null;
  warnings: string[];
  /** The message that it answers. */
  answers: string | null;
  from: string | null;
  to: Correspondent[];
  cc: Correspondent[];
  /** It goes to one address only. */
  alone: boolean;
  subject: string;
  /** Of a million bytes each, as many as go along with one email. Absent while an older server answers. */
  files_mb?: number | null;
  /** Why nothing can be attached. */
  no_files: string | null;
  /** In their form, they asked for a text rather. */
  wants_text: boolean;
  files: { id: string; name: string; size: number; dangers?: string[] }[];
  /** A case that the email may belong to, and why it was not joined to it. */
  suggested: { reference: string | null; why: string } | null;
}

/** An email as it came, its quoted part included. */
export interface OriginalMail {
  from: Correspondent;
  to: Correspondent[];
  cc: Correspondent[];
  subject: string;
  date: string | null;
  text: string;
  quoted: string;
  signature: string;
  warnings: string[];
  document: string;
}

/** A file that was sent up for an email that is being written; `file` is what the server knows it by. */
export interface AddedFile {
  file: string;
  name: string;
  size: number;
}
