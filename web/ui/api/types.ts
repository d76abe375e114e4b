// The JSON that the server speaks, as it speaks it. Times are ISO strings; durations are seconds.

export type * from "./board-types";
export type * from "./common-types";
export type * from "./contact-types";
export type * from "./desk-types";
export type * from "./lessons-types";
export type * from "./mail-types";
export type * from "./person-types";
export type * from "./rules-types";
