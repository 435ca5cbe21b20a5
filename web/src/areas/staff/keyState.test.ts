import { describe, expect, it } from "vitest";
import type { ApiKey } from "@/api/generated/types.gen";
import { isOver, stateOf } from "./keyState";

const NOON = Date.parse("2026-06-01T12:00:00Z");
const key = (parts: Partial<ApiKey>): ApiKey => ({
  id: "key_1",
  kind: "secret",
  name: "Till",
  last_four: "abcd",
  scopes: [],
  store_id: null,
  created_at: "2026-01-01T00:00:00Z",
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
  ...parts,
});

describe("a key", () => {
  it("works, ends soon, is over", () => {
    expect(stateOf(key({}), NOON)).toBe("works");
    expect(stateOf(key({ expires_at: "2026-06-10T00:00:00Z" }), NOON)).toBe("ends");
    expect(stateOf(key({ expires_at: "2026-09-10T00:00:00Z" }), NOON)).toBe("works");
    expect(stateOf(key({ expires_at: "2026-06-01T12:00:00Z" }), NOON)).toBe("over");
    expect(stateOf(key({ revoked_at: "2026-05-01T00:00:00Z" }), NOON)).toBe("revoked");
    expect(isOver(key({ revoked_at: "2026-05-01T00:00:00Z" }), NOON)).toBe(true);
  });

  it("is being replaced while its previous secret works", () => {
    expect(stateOf(key({ previous_until: "2026-06-01T13:00:00Z" }), NOON)).toBe("replaced");
    expect(stateOf(key({ previous_until: "2026-06-01T11:00:00Z" }), NOON)).toBe("works");
  });
});
