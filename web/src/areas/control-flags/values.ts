/** What the form of a rule holds, and how that becomes what the API takes. */
import type { Flag, FlagChange, RuleInput } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";

export interface RuleValues {
  rollout: RuleInput["rollout"];
  percentage: number;
  /** As the field for a date with a time has it; empty: without. */
  starts: string;
  ends: string;
  note: string;
}

export const TONES: Readonly<Record<Flag["openness"], Tone>> = {
  open: "good",
  pilot: "info",
  closed: "quiet",
};
export const ROLLOUTS = ["on", "percentage", "pilot", "off"] as const;

/** Pure: of a flag without a rule, the rule that says the same. */
export function valuesOf(flag: Flag): RuleValues {
  return {
    rollout: flag.rollout ?? "on",
    percentage: flag.percentage,
    starts: typedOf(flag.starts_at),
    ends: typedOf(flag.ends_at),
    note: "",
  };
}

export function inputOf(values: RuleValues): RuleInput {
  return {
    rollout: values.rollout,
    percentage: values.percentage,
    starts_at: instantOf(values.starts),
    ends_at: instantOf(values.ends),
    note: values.note,
  };
}

/** Pure: which of the sentences of the history says it. */
export function sentenceOf(
  change: FlagChange,
): "changedRule" | "switchedOn" | "switchedOff" | "switchedBack" {
  if (change.action === "feature.rolled_out") return "changedRule";
  const [now] = Object.values(change.after);
  if (now === null || now === undefined) return "switchedBack";
  return now === false ? "switchedOff" : "switchedOn";
}

/** Pure: an instant of the API as a `datetime-local` field writes it, in the time of this computer. */
export function typedOf(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function instantOf(typed: string): string | null {
  return typed === "" ? null : new Date(typed).toISOString();
}
