// What is known of a person beyond their name, and two of them beside each other.

export interface Verified {
  by: string;
  how: string | null;
  at: string;
}

export interface Marker {
  id: string;
  text: string;
  by: string;
  at: string;
}

/** Somebody who may be the same person, and where they are reached. */
export interface FoundPerson {
  id: string;
  name: string | null;
  reached: string[];
}

export interface Side {
  id: string | null;
  name: string | null;
  addresses: string[];
  language: string | null;
  access_needs: string | null;
  verified: boolean;
  last: { channel: string; at: string; service_label: string | null }[];
}

export interface SamePersonPreview {
  /** Whom the contact is from as it is now, to be said back with the merge. */
  person: string | null;
  kept: Side;
  /** With neither id nor name when nobody has said yet who is calling. */
  merged: Side;
  moves: { contacts: number; cases: number; addresses: number };
  /** What the kept one lacks: `name`, `language`, `access_needs`. */
  fills: string[];
  refused: string | null;
}
