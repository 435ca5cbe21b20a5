import { describe, expect, it } from "vitest";
import type { Role } from "@/api/generated/types.gen";
import { complaintAbout, type Draft, draftOf, inputOf, NOTHING, permissionsOf } from "./drafts";

const support: Draft = { ...NOTHING, role: "support" };

describe("grants while they are typed", () => {
  it("become what is sent, and come back the same", () => {
    const limited: Draft = { role: "cashier", isLimited: true, stores: ["store_1"], locations: [] };
    expect(inputOf(limited)).toEqual({ role: "cashier", stores: ["store_1"], locations: null });
    expect(draftOf({ role: "cashier", role_name: "Cashier", stores: ["store_1"], locations: null })).toEqual(
      limited,
    );
    expect(draftOf({ role: "support", role_name: "Support" })).toEqual(support);
  });

  it("forget places that were chosen before the role was given everywhere", () => {
    expect(inputOf({ ...support, stores: ["store_1"] })).toEqual({
      role: "support",
      stores: null,
      locations: null,
    });
  });

  it("say what is missing", () => {
    expect(complaintAbout([])).toBe("someRole");
    expect(complaintAbout([support, NOTHING])).toBe("roleNeeded");
    expect(complaintAbout([{ ...support, isLimited: true }])).toBe("placeNeeded");
    expect(complaintAbout([support])).toBeNull();
  });

  it("give what their roles hold, once", () => {
    const role = (id: string, permissions: string[]) => ({ id, permissions }) as Role;
    const roles = [role("support", ["a", "b"]), role("cashier", ["b", "c"]), role("owner", ["z"])];
    const given = permissionsOf([support, { ...NOTHING, role: "cashier" }], roles);
    expect([...given].sort()).toEqual(["a", "b", "c"]);
  });
});
