import { describe, expect, test } from "vitest";
import type { CarrierAccount } from "@/api/generated/types.gen";
import { stateOf } from "./state";

const account = {
  status: "active",
  is_locked: false,
  is_working: null,
  secrets: ["api_key"],
} as CarrierAccount;

describe("how an account stands", () => {
  test.each([
    [{}, "untested"],
    [{ secrets: [] as string[] }, "ready"],
    [{ is_working: true }, "works"],
    [{ is_working: false }, "failed"],
    [{ is_working: true, status: "paused" as const }, "paused"],
    [{ is_locked: true, status: "paused" as const }, "locked"],
  ])("%o is %s", (changed, state) => {
    expect(stateOf({ ...account, ...changed })).toBe(state);
  });
});
