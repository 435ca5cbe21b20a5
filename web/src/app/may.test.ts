import { expect, test } from "vitest";
import { may } from "./may";
import type { Me } from "./session";

const me = {
  permissions: ["orders:read", "orders:write", "products:read"],
  grants: [
    {
      role: "a",
      role_name: "A",
      permissions: ["orders:read", "orders:write"],
      stores: ["store_1"],
      locations: null,
    },
    {
      role: "b",
      role_name: "B",
      permissions: ["orders:read", "products:read"],
      stores: null,
      locations: ["loc_1"],
    },
  ],
} as unknown as Me;

test("a permission is held or not", () => {
  expect(may(me, "orders:read")).toBe(true);
  expect(may(me, "staff:write")).toBe(false);
  expect(may(me, ["staff:write", "products:read"])).toBe(true);
  expect(may(me, undefined)).toBe(true);
});

test("a grant reaches as far as its stores and locations", () => {
  expect(may(me, "orders:write", { store: "store_1" })).toBe(true);
  expect(may(me, "orders:write", { store: "store_2" })).toBe(false);
  expect(may(me, "orders:read", { store: "store_2" })).toBe(true);
  expect(may(me, "products:read", { location: "loc_2" })).toBe(false);
});
