// What the bundler understands beyond TypeScript, and the names it fills in.
declare module "*.css";
declare module "*.wav" {
  const url: string;
  export default url;
}
declare const __WORKER_LIVE__: string;
