// What the bundler understands beyond TypeScript, and the names it fills in.
declare module "*.css";
declare module "*.wav" {
  const url: string;
  export default url;
}
declare module "*.geojson" {
  const map: unknown;
  export default map;
}
declare const __WORKER_LIVE__: string;

// The two kinds of worker, as far as live/ needs them: TypeScript's own words for them do not live beside a page's.
interface SharedWorkerGlobalScope {
  onconnect: (event: MessageEvent) => void;
}
interface DedicatedWorkerGlobalScope {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
