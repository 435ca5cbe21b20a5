import { describe, expect, it } from "vitest";
import type { Flag, FlagChange } from "@/api/generated/types.gen";
import { inputOf, instantOf, sentenceOf, typedOf, valuesOf } from "./values";

const FLAG = { rollout: null, percentage: 0, starts_at: null, ends_at: null } as Flag;

function change(action: string, after: FlagChange["after"]): FlagChange {
  return { id: "", at: "", action, by: "", why: "", tenant_id: null, tenant: "", before: {}, after };
}

describe("rules", () => {
  it("shows a feature without a rule as what it is: for everybody", () => {
    expect(valuesOf(FLAG).rollout).toBe("on");
    expect(inputOf(valuesOf(FLAG))).toEqual({
      rollout: "on",
      percentage: 0,
      starts_at: null,
      ends_at: null,
      note: "",
    });
  });
  it("keeps an instant through the field", () => {
    expect(instantOf(typedOf("2026-06-01T12:00:00Z"))).toBe("2026-06-01T12:00:00.000Z");
    expect(instantOf("")).toBeNull();
  });
  it("tells what was done", () => {
    expect(sentenceOf(change("feature.rolled_out", { rollout: "off" }))).toBe("changedRule");
    expect(sentenceOf(change("feature.switched", { feeds: true }))).toBe("switchedOn");
    expect(sentenceOf(change("feature.switched", { feeds: false }))).toBe("switchedOff");
    expect(sentenceOf(change("feature.switched", { feeds: null }))).toBe("switchedBack");
  });
});
