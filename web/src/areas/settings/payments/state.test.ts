import { expect, test } from "vitest";
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { doubtOf, isHidden, stateOf } from "./state";

const stripe: PaymentProvider = {
  code: "stripe",
  name: "Stripe",
  rail: "card",
  fields: [{ name: "secret_key", label: "Secret key", is_secret: true }],
  currencies: [],
  can: ["hold"],
  needs_phone: false,
  polls: false,
  callback_events: [],
  is_switched_on: true,
  takes_currency: true,
};
const account: AccountView = {
  id: "pacc_1",
  provider: "stripe",
  store_id: "store_1",
  mode: "test",
  settings: {},
  secrets: ["secret_key"],
  capture_method: "automatic",
  is_active: true,
  is_connected: true,
  is_locked: false,
  callback_url: "",
  is_working: true,
  check_message: "",
  checked_at: null,
  version: 1,
};

test("what matters most is said first", () => {
  expect(stateOf(stripe, undefined)).toBe("none");
  expect(stateOf(stripe, account)).toBe("works");
  expect(stateOf(stripe, { ...account, is_working: null })).toBe("untested");
  expect(stateOf(stripe, { ...account, is_working: false })).toBe("failed");
  expect(stateOf(stripe, { ...account, is_active: false })).toBe("paused");
  expect(stateOf(stripe, { ...account, is_connected: false })).toBe("none");
  expect(stateOf(stripe, { ...account, is_connected: false, is_locked: true })).toBe("locked");
  expect(stateOf({ ...stripe, takes_currency: false }, account)).toBe("currency");
  expect(stateOf({ ...stripe, is_switched_on: false }, account)).toBe("off");
});

test("a way to pay without a connection is not offered", () => {
  expect(doubtOf(undefined, undefined)).toBe("gone");
  expect(doubtOf({ ...stripe, fields: [] }, undefined)).toBeNull();
  expect(doubtOf(stripe, account)).toBeNull();
  expect(doubtOf(stripe, undefined)).toBe("none");
  expect(isHidden(doubtOf(stripe, undefined))).toBe(true);
  expect(isHidden(doubtOf(stripe, { ...account, is_working: false }))).toBe(false);
});
