// What every page is told: who is logged in, the services, and words with their labels.

export interface Labelled {
  id: string;
  label: string;
}

export interface ServiceField {
  name: string;
  label: string;
  kind: string;
  required: boolean;
  choices: string[];
  hint: string | null;
  /** A date that cannot be later than today. */
  past?: boolean;
}

export interface Service {
  id: string;
  label: string;
  parent_label: string;
  fields: ServiceField[];
  destination: { kind: string; name: string } | null;
}

export interface Me {
  map_tiles_url?: string | null;
  account: { id: string; username: string; name: string; role: string };
  csrf: string;
  council: { name: string; middle: { lat: number; lng: number } };
  /** The county's time zone, as in "Europe/London". */
  zone: string;
  break_reasons: Labelled[];
  decline_reasons?: Labelled[];
  outcomes: Labelled[];
  services: Service[];
}

export interface PhoneToken {
  identity: string;
  token: string;
  ttl_s: number;
  edge: string | null;
  sandbox: { signal: string } | null;
}
