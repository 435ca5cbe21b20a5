import { describe, expect, it } from "vitest";
import type { Permission } from "@/api/generated/types.gen";
import { grouped, matching } from "./permissions";

const one = (name: string, description: string, group: string): Permission => ({
  name,
  description,
  group: { id: group.toLowerCase(), name: group },
  is_held: true,
});
const all = [
  one("orders:read", "Voir toutes les commandes", "Commandes"),
  one("media:read", "Voir les images", "Catalogue"),
  one("orders:cancel", "Annuler et rembourser", "Commandes"),
];

describe("permissions", () => {
  it("stand in groups, in the order of the first of each", () => {
    expect(grouped(all).map((group) => [group.name, group.permissions.length])).toEqual([
      ["Commandes", 2],
      ["Catalogue", 1],
    ]);
  });

  it("are found by any of their words, whatever the accents", () => {
    expect(matching(all, "VOIR commandes").map((permission) => permission.name)).toEqual(["orders:read"]);
    expect(matching(all, "cancel").map((permission) => permission.name)).toEqual(["orders:cancel"]);
    expect(matching(all, "  ")).toHaveLength(3);
    expect(matching(all, "férme")).toHaveLength(0);
  });
});
