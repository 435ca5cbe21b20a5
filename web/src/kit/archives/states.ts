import type { Deletion } from "@/api/generated/types.gen";
import type { Tone } from "../StatusBadge";

const STATES = ["waiting", "running", "done", "cancelled"] as const;
export type State = (typeof STATES)[number];

export const TONES: Readonly<Record<State, Tone>> = {
  waiting: "warn",
  running: "info",
  done: "quiet",
  cancelled: "quiet",
};

export const stateOf = (deletion: Deletion): State =>
  STATES.find((state) => state === deletion.status) ?? "waiting";
